using System.Text.Json;
using Granary.Client.Text;
using Granary.Models.Evaluation;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>How well a model predicts, for people and for scripts.</summary>
internal static class EvaluationText
{
    /// <summary>Lays out the result.</summary>
    public static IReadOnlyList<Line> Lines(EvaluationResult result, int width) =>
    [
        new Line(new Span($"{Numbers.Count(result.Rows)} rows", Tone.Strong)),
        .. Overall(result).Select(o => new Line(o)),
        .. Table(result).Lines(width),
        .. result.Confusion.Count == 0
            ? []
            : ConfusionTable.Lines([.. result.Scores.Select(s => s.Name)], result.Confusion, width).Prepend(Line.Empty),
    ];

    /// <summary>The result as one object of JSON on one line.</summary>
    public static string Json(EvaluationResult result) => StatusJson.Write(json =>
    {
        json.WriteNumber("rows", result.Rows);
        StatusJson.Number(json, "accuracy", result.Accuracy);
        StatusJson.Number(json, "logLoss", result.LogLoss);
        StatusJson.Number(json, "auc", result.Auc);
        json.WriteStartArray("scores");
        foreach (var (scores, i) in result.Scores.Select((scores, i) => (scores, i)))
        {
            WriteScores(json, scores, i < result.Accuracies.Count ? result.Accuracies[i] : null);
        }

        json.WriteEndArray();
        json.WriteStartArray("values");
        foreach (var value in result.Values)
        {
            json.WriteStartObject();
            json.WriteString("name", value.Name);
            StatusJson.Number(json, "r2", value.R2);
            StatusJson.Number(json, "mae", value.Mae);
            StatusJson.Number(json, "rmse", value.Rmse);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("confusion");
        foreach (var rows in result.Confusion)
        {
            json.WriteNumberValue(rows);
        }

        json.WriteEndArray();
    });

    private static void WriteScores(Utf8JsonWriter json, ClassScores scores, double? accuracy)
    {
        json.WriteStartObject();
        json.WriteString("name", scores.Name);
        StatusJson.Number(json, "precision", scores.Precision);
        StatusJson.Number(json, "recall", scores.Recall);
        StatusJson.Number(json, "f1", scores.F1);
        json.WriteNumber("support", scores.Support);
        if (accuracy is not null)
        {
            StatusJson.Number(json, "accuracy", accuracy);
        }

        json.WriteEndObject();
    }

    private static IEnumerable<string> Overall(EvaluationResult result)
    {
        if (result.Accuracy is { } accuracy)
        {
            yield return $"accuracy {Numbers.Percent(accuracy)}";
        }

        if (result.LogLoss is { } loss)
        {
            yield return $"log loss {Numbers.Metric(loss)}";
        }

        if (result.Auc is { } auc)
        {
            yield return $"AUC {Numbers.Metric(auc)}";
        }
    }

    private static TextTable Table(EvaluationResult result)
    {
        if (result.Values.Count > 0)
        {
            var values = new TextTable("NUMBER", "R2", "RMSE", "MAE");
            foreach (var value in result.Values)
            {
                values.Add(value.Name, Numbers.Metric(value.R2), Numbers.Metric(value.Rmse), Numbers.Metric(value.Mae));
            }

            return values;
        }

        return result.Accuracies.Count > 0 ? Labels(result) : Classes(result.Scores);
    }

    private static TextTable Classes(IReadOnlyList<ClassScores> classes)
    {
        var table = new TextTable("CLASS", "PRECISION", "RECALL", "F1", "ROWS");
        foreach (var scores in classes.Append(ClassScores.Macro(classes)).Append(ClassScores.Weighted(classes)))
        {
            table.Add(
                scores.Name, Numbers.Metric(scores.Precision), Numbers.Metric(scores.Recall), Numbers.Metric(scores.F1), Numbers.Count(scores.Support));
        }

        return table;
    }

    private static TextTable Labels(EvaluationResult result)
    {
        var table = new TextTable("LABEL", "ACCURACY", "PRECISION", "RECALL", "F1", "ROWS OF YES");
        foreach (var (scores, accuracy) in result.Scores.Zip(result.Accuracies))
        {
            table.Add(
                scores.Name,
                Numbers.Percent(accuracy),
                Numbers.Metric(scores.Precision),
                Numbers.Metric(scores.Recall),
                Numbers.Metric(scores.F1),
                Numbers.Count(scores.Support));
        }

        return table;
    }
}
