using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.ModelFiles;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Data.Writing;
using Granary.Files;
using Granary.Models;
using Granary.Models.Predictions;
using Granary.Requests.Faults;
using Granary.Silo.CommandLines;

namespace Granary.Client.Commands;

/// <summary><c>granary predict</c>: predicts new rows with a model.</summary>
internal static class PredictCommand
{
    private const int MostThreads = 1024;

    public static Command Create(ConsoleContext context)
    {
        var (model, cluster) = (CommonOptions.Model(), CommonOptions.Cluster());
        var data = new Option<string?>("--data") { Description = "The rows: a table, or the file of pictures.", HelpName = "FILE" };
        var row = new Option<string[]>("--row") { Description = "A value of a single row. Can be repeated.", HelpName = "COLUMN=VALUE" };
        var output = new Option<string?>("--out")
        {
            Description = "The file to write: .csv, .jsonl or .parquet. By default, CSV to standard output.",
            HelpName = "FILE",
        };
        var keep = new Option<string[]>("--keep") { Description = "A column to carry along into the output. Can be repeated.", HelpName = "COLUMN" };
        var force = new Option<bool>("--force") { Description = "Overwrite an output file that exists." };
        var threads = new Option<int>("--threads")
        {
            Description = "Threads. They change no bit of the output.",
            HelpName = "N",
            DefaultValueFactory = _ => Environment.ProcessorCount,
            CustomParser = WholeNumber.Parser("--threads", 1, MostThreads),
        };
        var command = new CommandWithExamples(
            "predict",
            "Predict rows with a model.",
            "granary predict people.safetensors --data new.csv --keep id --out predicted.csv",
            "granary predict people-1 --data new.csv     # the model of a job in the local cluster",
            "granary predict people.safetensors --row age=22 --row city=Bern")
        {
            model, data, row, output, keep, force, threads,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(context, json: false, () => ExecuteAsync(
            context,
            r.GetValue(model)!,
            cluster.Read(r),
            new PredictInput(r.GetValue(data), r.GetValue(row) ?? []),
            new PredictOutput(r.GetValue(output), r.GetValue(force)),
            new PredictionRequest { Threads = r.GetValue(threads), Keep = r.GetValue(keep) ?? [] })));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        ConsoleContext context, string name, ClusterChoice choice, PredictInput rows, PredictOutput result, PredictionRequest request)
    {
        if (rows.Data is null == (rows.Row.Length == 0))
        {
            throw new RequestException("found no rows to predict, or two kinds: expected either --data FILE, or --row COLUMN=VALUE for each value of one row");
        }

        if (rows.Data is null && (result.Path is not null || request.Keep.Count > 0))
        {
            throw new RequestException("--out and --keep are for the rows of --data: one row goes to standard output");
        }

        var format = result.Format();
        using var model = await ModelLookup.LoadAsync(context, name, choice);
        if (rows.Data is null)
        {
            WriteRow(context, model, rows.Row);
            return ExitCodes.Done;
        }

        using var progress = new ProgressLine(context with { Screen = result.Path is null ? null : context.Screen }, "predicting");
        var prediction = model.ForSources(request with { Progress = progress.ShowRows });
        if (prediction.Columns.GroupBy(c => c.Name).FirstOrDefault(g => g.Count() > 1) is { Key: var twice })
        {
            throw new RequestException($"--keep {twice}: the output would have two columns of this name");
        }

        var source = ModelLookup.SourceFor(model, rows.Data, labels: null);
        var count = 0L;
        void Write(Stream stream)
        {
            using var table = TableWriter.Create(stream, format, prediction.Columns);
            count = prediction.Run(source, table);
        }

        DataRequests.Run(() => WriteTo(context, result, Write));
        if (result.Path is not null)
        {
            progress.Dispose();
            context.Error.WriteLine($"Wrote {result.Path}: {Numbers.Count(count)} rows.");
        }

        return ExitCodes.Done;
    }

    private static void WriteTo(ConsoleContext context, PredictOutput result, Action<Stream> write)
    {
        if (result.Path is not null)
        {
            OutputFile.Write(result.Path, result.Force, write);
            return;
        }

        using var text = new TextStream(context.Output);
        write(text);
    }

    private static void WriteRow(ConsoleContext context, Model model, string[] values)
    {
        var row = model.NewRow();
        foreach (var value in values)
        {
            var sign = value.IndexOf('=');
            if (sign < 1)
            {
                throw new RequestException($"--row: found '{value}', expected COLUMN=VALUE");
            }

            try
            {
                row.Set(value[..sign], value[(sign + 1)..]);
            }
            catch (ArgumentException e)
            {
                throw new RequestException($"--row {value}: {e.Message}");
            }
        }

        var prediction = Predict(model, row);
        if (prediction.Class is not null)
        {
            context.Output.WriteLine(Printable.Clean(prediction.Class));
        }

        foreach (var (answer, i) in prediction.Answers.Select((answer, i) => (answer, i)))
        {
            context.Output.WriteLine(Printable.Clean($"{prediction.Names[i]}: {Numbers.Exact(answer)}"));
        }
    }

    private static Prediction Predict(Model model, ModelRow row)
    {
        try
        {
            return model.Predict(row);
        }
        catch (ArgumentException e)
        {
            throw new RequestException($"--row: {e.Message}");
        }
    }

    private sealed record PredictInput(string? Data, string[] Row);

    private sealed record PredictOutput(string? Path, bool Force)
    {
        public TableOutput Format()
        {
            if (Path is null)
            {
                return TableOutput.Csv;
            }

            OutputPath.Check(Path, Force);
            return System.IO.Path.GetExtension(Path).ToLowerInvariant() switch
            {
                ".jsonl" or ".ndjson" => TableOutput.JsonLines,
                ".parquet" => TableOutput.Parquet,
                ".csv" or "" => TableOutput.Csv,
                var ending => throw new RequestException($"{Path}: found the ending {ending}, expected .csv, .jsonl or .parquet"),
            };
        }
    }
}
