using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Surveys;
using Granary.Formulas.Activations;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Proposals;

/// <summary>Writes a job file for a table, with all that was guessed and the reasons as comments.</summary>
internal sealed class JobText
{
    // Of more columns only those that are no plain numbers are listed.
    private const int MostColumns = 60;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new();

    private JobText()
    {
    }

    /// <summary>Writes it.</summary>
    /// <param name="name">The job's name.</param>
    /// <param name="data">The path of the table, relative to the job file.</param>
    /// <param name="labels">The columns to learn.</param>
    /// <param name="survey">What is known of the table.</param>
    /// <param name="network">The network.</param>
    public static string Write(string name, string data, IReadOnlyList<string> labels, DataSurvey survey, FirstNetwork network)
    {
        var text = new JobText();
        text.Line(0, "{");
        text.Line(1, $"\"name\": {Quote(name)},");
        text.WriteData(data, labels, survey, network);
        text.WriteNetwork(survey, network);
        text.Line(0, "}");
        return text._text.ToString();
    }

    private void WriteData(string data, IReadOnlyList<string> labels, DataSurvey survey, FirstNetwork network)
    {
        Line(1, "\"data\": {");
        Line(2, $"\"train\": {Quote(data)},");
        Line(2, $"\"label\": {(labels.Count == 1 ? Quote(labels[0]) : $"[{string.Join(", ", labels.Select(Quote))}]")}, // {Describe(survey)}");
        WriteDialect(survey.Csv);
        WriteColumns(survey);
        if (network.TestsByClass)
        {
            Line(2, "// the same share of each class is kept apart, to test on rows that were not trained on");
            Line(2, "\"test\": { \"fraction\": 0.2, \"by\": \"class\" }");
        }
        else
        {
            Line(2, "\"test\": 0.2 // the share of the rows kept apart, to test on rows that were not trained on");
        }

        Line(1, "},");
    }

    private void WriteDialect(CsvOptions csv)
    {
        (string Key, string? Value)[] given =
        [
            ("separator", Quote(csv.Separator)),
            ("decimal", Quote(csv.DecimalMark)),
            ("thousands", Quote(csv.ThousandsMark is '\u00A0' or '\u202F' ? ' ' : csv.ThousandsMark)),
            ("header", csv.Header is { } header ? (header ? "true" : "false") : null),
            ("encoding", csv.Encoding is { } encoding ? Quote(JobFileNames.Of(Enum.Parse<EncodingName>(encoding.ToString()))) : null),
        ];
        foreach (var (key, value) in given.Where(g => g.Value is not null))
        {
            Line(2, $"\"{key}\": {value},");
        }
    }

    private void WriteColumns(DataSurvey survey)
    {
        var isWide = survey.Columns.Count > MostColumns;
        var listed = survey.Columns.Where(c => !isWide || c.Type != ColumnType.Number).ToArray();
        if (listed.Length == 0)
        {
            return;
        }

        Line(2, isWide ? "\"columns\": { // all others are numbers" : "\"columns\": {");
        for (var i = 0; i < listed.Length; i++)
        {
            var column = listed[i];
            var comma = i < listed.Length - 1 ? "," : "";
            Line(3, $"{Quote(column.Name)}: {Value(column)}{comma} // {Comment(Explain(column))}");
        }

        Line(2, "},");
    }

    private void WriteNetwork(DataSurvey survey, FirstNetwork network)
    {
        var activations = string.Join(", ", network.Hidden.Select(_ => Activation.Relu).Append(network.Output).Select(a => $"\"{JobFileNames.Of(a)}\""));
        Line(1, $"// {survey.Features} features, then these hidden layers, then {network.Outputs} {(network.Outputs == 1 ? "output" : "outputs")}");
        Line(1, $"\"network\": {{ \"hidden\": [{string.Join(", ", network.Hidden)}], \"activations\": [{activations}] }},");
        Line(1, $"\"loss\": \"{JobFileNames.Of(network.Loss)}\", // {LossReason(network)}");
        Line(1, "\"optimizer\": { \"name\": \"adamw\", \"learningRate\": 0.002, \"weightDecay\": 0.1 },");
        Line(1, $"\"batchSize\": {network.BatchSize},");
        Line(1, $"\"epochs\": {network.Epochs}, // if the test loss rises while the training loss falls, fewer are better");
        Line(1, "\"seed\": 1");
    }

    private void Line(int depth, string text) => _text.Append(' ', 2 * depth).Append(text).Append('\n');

    private static string Describe(DataSurvey survey) => survey switch
    {
        { Classes.Count: > 0 } => Comment($"{survey.Classes.Count} classes: {List([.. survey.Classes.Select(c => c.Name)])}"),
        { YesNo.Count: > 0 } => "yes or no, each for itself",
        { Values.Count: 1 } => "a number to predict",
        _ => "numbers to predict",
    };

    private static string LossReason(FirstNetwork network) => network.Output switch
    {
        Activation.Softmax => "for one of several classes",
        Activation.Sigmoid => "for several answers of yes or no",
        _ => "for numbers",
    };

    private static string Value(ColumnFacts column) => column.Type == ColumnType.Date
        ? $"{{ \"type\": \"date\", \"format\": {Quote(column.DateFormat!)} }}"
        : $"\"{JobFileNames.Of(Enum.Parse<ColumnTypeName>(column.Type.ToString()))}\"";

    private static string Explain(ColumnFacts column)
    {
        if (column.Reason is { } reason)
        {
            return $"it {reason}";
        }

        var missing = column.Missing == 0 ? "" : $"; {column.Missing.ToString("N0", CultureInfo.InvariantCulture)} missing";
        return column.Values + missing;
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(10)) + (names.Count > 10 ? $" and {names.Count - 10} more" : "");

    // A comment ends with its line.
    private static string Comment(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static string Quote(string text) => JsonSerializer.Serialize(text, Json);

    private static string? Quote(char? mark) => mark is { } c ? Quote($"{c}") : null;
}
