using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.ModelFiles;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Models.Evaluation;
using Granary.Models.Predictions;

namespace Granary.Client.Commands;

/// <summary><c>granary evaluate</c>: compares the predictions of a model with labels.</summary>
internal static class EvaluateCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (model, cluster, json) = (CommonOptions.Model(), CommonOptions.Cluster(), CommonOptions.Json());
        var data = new Option<string>("--data") { Description = "The rows with their labels: a table, or the file of pictures.", HelpName = "FILE", Required = true };
        var labels = new Option<string?>("--labels") { Description = "The file of the pictures' labels.", HelpName = "FILE" };
        var command = new CommandWithExamples(
            "evaluate",
            "Compare the predictions of a model with labels.",
            "granary evaluate people.safetensors --data test.csv",
            "granary evaluate digits-1 --data t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz")
        {
            model, data, labels, json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            r.GetValue(json),
            () => ExecuteAsync(context, r.GetValue(model)!, cluster.Read(r), r.GetValue(data)!, r.GetValue(labels), r.GetValue(json))));
        return command;
    }

    private static async Task<int> ExecuteAsync(
        ConsoleContext context, string name, ClusterChoice choice, string data, string? labels, bool json)
    {
        using var model = await ModelLookup.LoadAsync(context, name, choice);
        var source = ModelLookup.SourceFor(model, data, labels);
        EvaluationResult result;
        using (var progress = new ProgressLine(context, "evaluating"))
        {
            var request = new PredictionRequest { Progress = progress.ShowRows };
            result = DataRequests.Run(() => model.Evaluate(source, request), "the data cannot be used as it is");
        }

        if (json)
        {
            context.Output.WriteLine(EvaluationText.Json(result));
        }
        else
        {
            context.Write(width => EvaluationText.Lines(result, width));
        }

        return ExitCodes.Done;
    }
}
