using System.Text.Json;
using Granary.Models.Predictions;

namespace Granary.Web.Predictions;

/// <summary>Reads rows of JSON: objects with values by column, or for models of arrays lists of numbers.</summary>
/// <param name="model">The model that the rows are for.</param>
internal sealed class RowReader(ServedModel model)
{
    private readonly RowFaults _faults = new();

    /// <summary>Reads a body: <c>{"rows": [...]}</c>, the list alone, or one row.</summary>
    /// <exception cref="Answers.Refusal">A row does not fit the model; all faults are in the message.</exception>
    public IReadOnlyList<ModelRow> Read(JsonElement body)
    {
        var rows = RowsOf(body).Select((row, r) => Read(row, r)).ToArray();
        if (rows.Length == 0)
        {
            _faults.Add("rows", "Found none, expected at least one.");
        }

        _faults.ThrowIfAny();
        return rows;
    }

    /// <summary>Sets a value of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="value">The value; null where it is missing.</param>
    /// <exception cref="ArgumentException">The column does not hold such values.</exception>
    public void Set(ModelRow row, string column, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                row.Set(column, "");
                break;
            case JsonValueKind.String:
                row.Set(column, value.GetString()!);
                break;
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when model.IsCategory(column):
                row.Set(column, value.GetRawText());
                break;
            case JsonValueKind.Number:
                row.Set(column, value.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                row.Set(column, value.GetBoolean());
                break;
            default:
                throw new ArgumentException("Found an object or a list, expected a value.");
        }
    }

    // A list of numbers is one row of a model of arrays.
    private IEnumerable<JsonElement> RowsOf(JsonElement body) => body switch
    {
        { ValueKind: JsonValueKind.Object } when body.TryGetProperty("rows", out var rows) && rows.ValueKind == JsonValueKind.Array => rows.EnumerateArray(),
        { ValueKind: JsonValueKind.Array } when model.IsTable || body.GetArrayLength() == 0 || body[0].ValueKind == JsonValueKind.Array => body.EnumerateArray(),
        _ => [body],
    };

    private ModelRow Read(JsonElement json, int number)
    {
        var row = model.Model.NewRow();
        if (!model.IsTable)
        {
            _faults.Try($"rows[{number}]", () => row.Set(Numbers(json)));
        }
        else if (json.ValueKind != JsonValueKind.Object)
        {
            _faults.Add($"rows[{number}]", "Found no object, expected one with values by column.");
        }
        else
        {
            foreach (var value in json.EnumerateObject())
            {
                _faults.Try($"rows[{number}].{value.Name}", () => Set(row, value.Name, value.Value));
            }
        }

        return row;
    }

    private static double[] Numbers(JsonElement json) =>
        json.ValueKind == JsonValueKind.Array && json.EnumerateArray().All(n => n.ValueKind is JsonValueKind.Number or JsonValueKind.Null)
            ? [.. json.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Null ? double.NaN : n.GetDouble())]
            : throw new ArgumentException("Found no list of numbers, expected one with a number for each pixel.");
}
