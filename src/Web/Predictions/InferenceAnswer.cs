using System.Text.Json;
using Granary.Data.Columns;
using Granary.Models.Predictions;
using Granary.Requests.Statuses;

namespace Granary.Web.Predictions;

/// <summary>What the Open Inference Protocol says of models and predictions.</summary>
internal static class InferenceAnswer
{
    /// <summary>The class, the values, or the answers of yes and no.</summary>
    public const string Prediction = "prediction";

    /// <summary>The probability of each class, or of yes.</summary>
    public const string Probabilities = "probabilities";

    private const string Platform = "granary_safetensors";

    /// <summary>The metadata of a model.</summary>
    public static string Metadata(string name, IReadOnlyList<string> versions, ServedModel model) => StatusJson.Write(json =>
    {
        json.WriteString("name", name);
        StatusJson.Texts(json, "versions", versions);
        json.WriteString("platform", Platform);
        json.WriteStartArray("inputs");
        if (model.IsTable)
        {
            foreach (var column in model.Columns)
            {
                WriteTensor(json, column.Column, TypeOf(column.Plan.Type), -1);
            }
        }
        else
        {
            WriteTensor(json, ServedModel.Pixels, "FP64", -1, model.Columns.Count);
        }

        json.WriteEndArray();
        json.WriteStartArray("outputs");
        foreach (var (output, type, shape) in OutputsOf(model, rows: -1))
        {
            WriteTensor(json, output, type, shape);
        }

        json.WriteEndArray();
    });

    /// <summary>Predictions.</summary>
    public static string Predictions(string name, ServedModel model, InferenceRequest request, IReadOnlyList<Prediction> predictions) => StatusJson.Write(json =>
    {
        json.WriteString("model_name", name);
        json.WriteString("model_version", model.Version);
        if (request.Id is not null)
        {
            json.WriteString("id", request.Id);
        }

        json.WriteStartObject("parameters");
        json.WriteString("job", model.Job);
        json.WriteString("weights_hash", model.WeightsHash);
        json.WriteEndObject();
        json.WriteStartArray("outputs");
        foreach (var (output, type, shape) in OutputsOf(model, predictions.Count).Where(o => request.Outputs?.Contains(o.Name) ?? true))
        {
            json.WriteStartObject();
            WriteMembers(json, output, type, shape);
            json.WriteStartArray("data");
            foreach (var prediction in predictions)
            {
                WriteData(json, output, model.Model.Kind, prediction);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static IEnumerable<(string Name, string Type, long[] Shape)> OutputsOf(ServedModel model, long rows)
    {
        long[] each = [rows, model.Model.Names.Count];
        switch (model.Model.Kind)
        {
            case PredictionKind.Classes:
                yield return (Prediction, "BYTES", [rows]);
                yield return (Probabilities, "FP32", each);
                break;
            case PredictionKind.YesNo:
                yield return (Prediction, "BOOL", each);
                yield return (Probabilities, "FP32", each);
                break;
            default:
                yield return (Prediction, "FP64", model.Model.Names.Count == 1 ? [rows] : each);
                break;
        }
    }

    private static void WriteData(Utf8JsonWriter json, string output, PredictionKind kind, Prediction prediction)
    {
        if (output == Prediction && kind == PredictionKind.Classes)
        {
            json.WriteStringValue(prediction.Class);
            return;
        }

        if (output == Prediction && kind == PredictionKind.YesNo)
        {
            foreach (var name in prediction.Names)
            {
                json.WriteBooleanValue(prediction.IsYes(name));
            }

            return;
        }

        foreach (var answer in prediction.Answers)
        {
            if (!double.IsFinite(answer))
            {
                json.WriteNullValue();
            }
            else if (output == Probabilities)
            {
                json.WriteNumberValue((float)answer);
            }
            else
            {
                json.WriteNumberValue(answer);
            }
        }
    }

    private static void WriteTensor(Utf8JsonWriter json, string name, string type, params long[] shape)
    {
        json.WriteStartObject();
        WriteMembers(json, name, type, shape);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, string name, string type, long[] shape)
    {
        json.WriteString("name", name);
        json.WriteString("datatype", type);
        json.WriteStartArray("shape");
        Array.ForEach(shape, json.WriteNumberValue);
        json.WriteEndArray();
    }

    private static string TypeOf(ColumnType type) => type switch
    {
        ColumnType.Number => "FP64",
        ColumnType.Boolean => "BOOL",
        _ => "BYTES",
    };
}
