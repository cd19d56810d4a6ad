using System.Text.Json;
using Granary.Models.Predictions;
using Granary.Web.Answers;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Predictions;

/// <summary>A request of the Open Inference Protocol: tensors by name, each with a value or, for arrays, a list of numbers for each row.</summary>
internal sealed class InferenceRequest
{
    private static readonly string[] NumberTypes =
        ["BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "FP32", "FP64"];

    private const string Texts = "BYTES";

    private readonly RowFaults _faults = new();

    private InferenceRequest(string? id, HashSet<string>? outputs) => (Id, Outputs) = (id, outputs);

    /// <summary>What the caller calls the request; null for nothing.</summary>
    public string? Id { get; }

    /// <summary>The outputs that the caller wants; null for all.</summary>
    public HashSet<string>? Outputs { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ModelRow> Rows { get; private set; } = [];

    /// <summary>Reads a request.</summary>
    /// <exception cref="Refusal">It does not fit the model; all faults are in the message.</exception>
    public static InferenceRequest Read(JsonElement body, ServedModel model)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array || inputs.GetArrayLength() == 0)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "found no 'inputs', expected a list of tensors");
        }

        var outputs = body.TryGetProperty("outputs", out var wanted) && wanted.ValueKind == JsonValueKind.Array
            ? wanted.EnumerateArray().Select(o => Text(o, "name") ?? "").ToHashSet()
            : null;
        var request = new InferenceRequest(Text(body, "id"), outputs);
        request.CheckOutputs();
        var tensors = inputs.EnumerateArray().Select((input, i) => request.ReadTensor(input, $"inputs[{i}]")).OfType<Tensor>().ToArray();
        request._faults.ThrowIfAny();
        request.Rows = model.IsTable ? request.ReadColumns(tensors, model) : request.ReadPixels(tensors, model);
        request._faults.ThrowIfAny();
        return request;
    }

    private void CheckOutputs()
    {
        foreach (var output in (Outputs ?? []).Where(o => o is not (InferenceAnswer.Prediction or InferenceAnswer.Probabilities)))
        {
            _faults.Add("outputs", $"Found '{output}', expected {InferenceAnswer.Prediction} or {InferenceAnswer.Probabilities}.");
        }
    }

    private Tensor? ReadTensor(JsonElement input, string place)
    {
        if (Text(input, "name") is not { } name || Text(input, "datatype") is not { } type)
        {
            _faults.Add(place, "Found no 'name' or no 'datatype', expected both.");
            return null;
        }

        if (type != Texts && !NumberTypes.Contains(type))
        {
            _faults.Add(place, $"Found the datatype '{type}', expected {Texts} or one of {string.Join(", ", NumberTypes)}.");
            return null;
        }

        if (!input.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            _faults.Add(place, "Found no 'data', expected a list: binary data is not taken.");
            return null;
        }

        var values = new List<JsonElement>();
        Flatten(data, values);
        var shape = ReadShape(input);
        if (shape.Length is 0 or > 2 || shape.Aggregate(1L, (product, n) => product * n) != values.Count || shape[0] == 0)
        {
            _faults.Add(place, $"Found the shape [{string.Join(", ", shape)}] and {values.Count} values, expected a shape of one or two dimensions with as many values, for at least one row.");
            return null;
        }

        return new Tensor(place, name, shape, values);
    }

    private static long[] ReadShape(JsonElement input) =>
        input.TryGetProperty("shape", out var shape) && shape.ValueKind == JsonValueKind.Array
            ? [.. shape.EnumerateArray().Select(n => n.ValueKind == JsonValueKind.Number && n.TryGetInt32(out var length) && length >= 0 ? length : -1L)]
            : [];

    private ModelRow[] ReadColumns(Tensor[] tensors, ServedModel model)
    {
        var rows = NewRows(tensors, model);
        var reader = new RowReader(model);
        foreach (var tensor in tensors)
        {
            if (tensor.Values.Count != rows.Length)
            {
                _faults.Add(tensor.Place, $"Found {tensor.Values.Count} values for '{tensor.Name}', expected one for each of {rows.Length} rows.");
                continue;
            }

            for (var r = 0; r < rows.Length; r++)
            {
                _faults.Try($"{tensor.Place}, row {r}", () => reader.Set(rows[r], tensor.Name, tensor.Values[r]));
            }
        }

        return rows;
    }

    private ModelRow[] ReadPixels(Tensor[] tensors, ServedModel model)
    {
        if (tensors is not [{ Name: ServedModel.Pixels } pixels])
        {
            _faults.Add("inputs", $"Found {string.Join(", ", tensors.Select(t => t.Name))}, expected {ServedModel.Pixels} alone.");
            return [];
        }

        var rows = NewRows(tensors, model);
        var length = pixels.Values.Count / rows.Length;
        var numbers = new double[length];
        for (var r = 0; r < rows.Length; r++)
        {
            for (var k = 0; k < length; k++)
            {
                var value = pixels.Values[(r * length) + k];
                numbers[k] = value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN;
            }

            var row = rows[r];
            _faults.Try($"{pixels.Place}, row {r}", () => row.Set(numbers));
        }

        return rows;
    }

    private static ModelRow[] NewRows(Tensor[] tensors, ServedModel model) =>
        [.. Enumerable.Range(0, (int)tensors[0].Shape[0]).Select(_ => model.Model.NewRow())];

    private static void Flatten(JsonElement data, List<JsonElement> values)
    {
        foreach (var value in data.EnumerateArray())
        {
            if (value.ValueKind == JsonValueKind.Array)
            {
                Flatten(value, values);
            }
            else
            {
                values.Add(value);
            }
        }
    }

    private static string? Text(JsonElement json, string key) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Tensor(string Place, string Name, long[] Shape, List<JsonElement> Values);
}
