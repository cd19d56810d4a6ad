using System.Text.Json;
using Granary.Models;

var builder = WebApplication.CreateBuilder(args);
var path = builder.Configuration["model"] ?? throw new ArgumentException("Found no model, expected --model FILE.");

// One model for all requests: several threads may predict at once, each its own row.
using var model = Model.Load(path);
var app = builder.Build();
app.MapPost("/predict", (Dictionary<string, JsonElement> values) =>
{
    try
    {
        // Text fits every column, in the form that the training data have; null is missing.
        var row = model.NewRow();
        foreach (var (column, value) in values)
        {
            row.Set(column, value.ToString());
        }

        var prediction = model.Predict(row);
        return Results.Ok(new { prediction = prediction.Class, values = prediction.Names.ToDictionary(n => n, n => prediction[n]) });
    }
    catch (ArgumentException e)
    {
        return Results.BadRequest(new { error = e.Message });
    }
});
await app.RunAsync();
