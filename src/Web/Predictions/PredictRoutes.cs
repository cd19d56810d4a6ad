using System.Text.Json;
using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Writing;
using Granary.Grains.Interfaces.Tokens;
using Granary.Models.Predictions;
using Granary.Requests.Statuses;
using Granary.Web.Answers;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Predictions;

/// <summary>Predictions in the plain form: rows of JSON or CSV in, the columns of <c>granary predict</c> out.</summary>
internal static class PredictRoutes
{
    private const string Csv = "text/csv";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/predict/{model}", PredictAsync)
        .WithTags("predictions")
        .For(TokenRole.Viewer)
        .WithSummary("Predicts rows of JSON or CSV with the model of a job, or the newest of a series of jobs.");

    private static async Task<IResult> PredictAsync(string model, string? version, HttpRequest request, ServedModels models)
    {
        var served = await models.GetAsync(model, version, request.HttpContext.RequestAborted);
        var body = await Body.ReadAsync(request, JsonBody.MostBytes);
        return request.ContentType?.StartsWith(Csv, StringComparison.OrdinalIgnoreCase) == true ? PredictTable(served, body) : PredictRows(served, body);
    }

    private static IResult PredictRows(ServedModel served, byte[] body)
    {
        using var json = JsonBody.Parse(body);
        var rows = new RowReader(served).Read(json.RootElement);
        var predictions = JsonBody.Predict(served, rows);
        return Answer.Json(StatusJson.Write(writer =>
        {
            writer.WriteString("model", served.Job);
            writer.WriteString("weightsHash", served.WeightsHash);
            writer.WriteStartArray("predictions");
            foreach (var prediction in predictions)
            {
                writer.WriteStartObject();
                Write(writer, served.Model.Kind, prediction);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }));
    }

    // As granary predict names them.
    private static void Write(Utf8JsonWriter json, PredictionKind kind, Prediction prediction)
    {
        var isSingle = kind == PredictionKind.Classes || prediction.Names.Count == 1;
        if (prediction.Class is not null)
        {
            json.WriteString("prediction", prediction.Class);
        }

        for (var i = 0; i < prediction.Names.Count; i++)
        {
            var name = isSingle ? "prediction" : $"prediction_{prediction.Names[i]}";
            switch (kind)
            {
                case PredictionKind.YesNo:
                    json.WriteNumber(name, prediction.IsYes(prediction.Names[i]) ? 1 : 0);
                    break;
                case PredictionKind.Values:
                    StatusJson.Number(json, name, prediction.Answers[i]);
                    break;
            }
        }

        for (var i = 0; i < prediction.Names.Count && kind != PredictionKind.Values; i++)
        {
            JsonBody.WriteProbability(json, $"probability_{prediction.Names[i]}", prediction.Answers[i]);
        }
    }

    private static IResult PredictTable(ServedModel served, byte[] body)
    {
        if (!served.IsTable)
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, $"found {Csv} for the model {served.Job} of arrays, expected lists of numbers as JSON");
        }

        var folder = Directory.CreateTempSubdirectory("granary-");
        try
        {
            var path = Path.Combine(folder.FullName, "rows.csv");
            File.WriteAllBytes(path, body);
            using var answer = new MemoryStream();
            var prediction = served.Model.ForSources(new PredictionRequest { Threads = 1 });
            using (var table = TableWriter.Create(answer, TableOutput.Csv, prediction.Columns))
            {
                prediction.Run(new TableSource(path), table);
            }

            return TypedResults.Bytes(answer.ToArray(), Csv);
        }
        catch (DataException e)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, e.Message.Replace(folder.FullName + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
