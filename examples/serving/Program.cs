using System.Text.Json;
using Granary.Models;
using Granary.Models.Predictions;
using Granary.Numerics.Datasets;

var app = WebApplication.CreateBuilder(args).Build();
if (app.Configuration["model"] is not { } path)
{
    Console.Error.WriteLine("Found no model, expected --model FILE.");
    return 2;
}

// One model for all requests: several threads may predict at once, each its own row.
using var model = Model.Load(path);
var (columns, targets) = (model.Description.Encodings.Columns, model.Description.Encodings.Targets.Names);

app.MapGet("/", () => new
{
    columns = columns.Select(c => new { name = c.Column, type = c.Plan.Type.ToString().ToLowerInvariant() }),
    targets = targets.Names,
});
app.MapPost("/predict", (JsonElement values) =>
{
    try
    {
        return Results.Ok(Answer(model.Predict(ToRow(values))));
    }
    catch (ArgumentException e)
    {
        return Results.BadRequest(new { error = e.Message });
    }
});
await app.RunAsync();
return 0;

ModelRow ToRow(JsonElement values)
{
    if (values.ValueKind != JsonValueKind.Object)
    {
        throw new ArgumentException("Expected a JSON object with the values of a row.");
    }

    var row = model.NewRow();
    foreach (var (column, value) in values.EnumerateObject().Select(p => (p.Name, p.Value)))
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                row.Set(column, value.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                row.Set(column, value.GetBoolean());
                break;
            case JsonValueKind.String or JsonValueKind.Null:
                row.Set(column, value.GetString() ?? "");
                break;
            default:
                throw new ArgumentException($"Found {value} for '{column}', expected text, a number, true, false or null.");
        }
    }

    return row;
}

object Answer(Prediction prediction)
{
    var answers = prediction.Names.ToDictionary(name => name, name => prediction[name]);
    return targets.Kind switch
    {
        TargetKind.Classes => new { prediction = prediction.Class, probabilities = answers },
        TargetKind.MultiLabel => new { prediction = prediction.Names.ToDictionary(name => name, prediction.IsYes), probabilities = answers },
        _ => new { values = answers },
    };
}
