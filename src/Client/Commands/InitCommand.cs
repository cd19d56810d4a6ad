using System.CommandLine;
using System.Text;
using Granary.Client.CommandLines;
using Granary.Client.Proposals;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Data;
using Granary.Data.Csv.Dialects;
using Granary.Data.Sources;
using Granary.Data.Surveys;
using Granary.Requests.Faults;
using Granary.Requests.Names;

namespace Granary.Client.Commands;

/// <summary><c>granary init</c>: looks at a table and writes a job file for it.</summary>
internal static class InitCommand
{
    // Below this share a class is easily missed although most rows are right.
    private const double RareClass = 0.1;

    private static readonly string[] Endings = [".csv", ".tsv", ".tab", ".txt", ".data", ".jsonl", ".ndjson", ".json", ".parquet", ".gz", ".zip"];

    public static Command Create(ConsoleContext context)
    {
        var data = new Argument<string>("DATA") { Description = "The table: CSV, JSON lines or Parquet; plain, gzip or zip." };
        var label = new Option<string[]>("--label")
        {
            Description = "The column to learn. Can be repeated: all yes or no, or all numbers.",
            HelpName = "COLUMN",
        };
        var output = new Option<string>("--out") { Description = "The job file to write; by default, DATA's name in this directory.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Overwrite a job file that exists." };
        var command = new CommandWithExamples(
            "init",
            "Look at a table and write a job file for it.",
            "granary init people.csv",
            "granary init houses.csv --label price --out houses.json")
        {
            data, label, output, force,
        };
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            json: false,
            () => ExecuteAsync(context, r.GetValue(data)!, r.GetValue(label) ?? [], r.GetValue(output), r.GetValue(force))));
        return command;
    }

    private static Task<int> ExecuteAsync(ConsoleContext context, string data, string[] labels, string? output, bool force)
    {
        var path = output ?? NameOf(data) + ".json";
        if (File.Exists(path) && !force)
        {
            throw new RequestException($"{path} exists already: add --force to overwrite it, or --out FILE");
        }

        var source = new TableSource(Path.GetFullPath(data));
        string[] learned = labels.Length > 0 ? labels : [ChooseLabel(context, Reading(() => DataSurvey.ColumnNames(source, new CsvOptions())))];
        var survey = Reading(() => DataSurvey.Of(new DataRequest(source) { Labels = learned }));
        var network = FirstNetwork.For(survey);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var text = JobText.Write(JobNameOf(data), Path.GetRelativePath(folder, source.Path), learned, survey, network);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

        Tell(context, survey, learned);
        context.Error.WriteLine($"Wrote {path}: {survey.Features} features, hidden layers of {string.Join(" and ", network.Hidden)}, {network.Epochs} epochs.");
        context.WriteNext($"{NextSteps.Program} run {ShellWord.Of(path)}");
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Tell(ConsoleContext context, DataSurvey survey, string[] labels)
    {
        context.Write(width => ColumnTable.Lines(survey, labels, width));
        foreach (var note in survey.Notes.Where(n => !n.Contains(" ignored: ", StringComparison.Ordinal)))
        {
            context.Error.WriteLine(note);
        }

        foreach (var (name, rows) in survey.Classes.Where(c => c.Rows < RareClass * survey.TrainRows && survey.Classes.Count == 2))
        {
            context.Error.WriteLine($"Only {rows * 100.0 / survey.TrainRows:0.#} % of the rows are \"{name}\": look at the confusion matrix, not at the accuracy alone.");
        }
    }

    private static string ChooseLabel(ConsoleContext context, IReadOnlyList<string> columns)
    {
        var guess = LabelGuess.Of(columns);
        if (context.Ask is not { } ask)
        {
            context.Error.WriteLine($"Learning the column \"{guess}\". If that is wrong, add --label COLUMN and --force.");
            return guess;
        }

        while (true)
        {
            var answer = ask($"Which column is to be learned? [{guess}] ")?.Trim();
            if (string.IsNullOrEmpty(answer) || columns.Contains(answer))
            {
                return string.IsNullOrEmpty(answer) ? guess : answer;
            }

            context.Error.WriteLine($"There is no column \"{answer}\"{NearestName.Guess(answer, columns)}. The columns are: {string.Join(", ", columns)}.");
        }
    }

    private static T Reading<T>(Func<T> read) => DataRequests.Run(read, "the data cannot be used as it is, nothing was written");

    // people.csv.gz is people.
    private static string NameOf(string data)
    {
        var name = Path.GetFileName(data);
        while (Endings.Contains(Path.GetExtension(name).ToLowerInvariant()) && Path.GetFileNameWithoutExtension(name) is { Length: > 0 } rest)
        {
            name = rest;
        }

        return name;
    }

    private static string JobNameOf(string data)
    {
        var name = string.Concat(NameOf(data).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'));
        return name.Length == 0 ? "job" : name[..Math.Min(name.Length, 64)];
    }
}
