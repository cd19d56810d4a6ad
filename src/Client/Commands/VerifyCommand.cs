using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Following;
using Granary.Client.ModelFiles;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Models.Comparison;
using Granary.Requests.Faults;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary verify</c>: trains a model again and compares all bits.</summary>
internal static class VerifyCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (model, cluster, json) = (CommonOptions.Model(), CommonOptions.Cluster(), CommonOptions.Json());
        var data = new Option<string?>("--data")
        {
            Description = "The training data, a table or the file of pictures; by default, the file that the model names.",
            HelpName = "FILE",
        };
        var labels = new Option<string?>("--labels") { Description = "The file of the pictures' labels.", HelpName = "FILE" };
        var command = new CommandWithExamples(
            "verify",
            "Train a model again in this process, and compare all bits.",
            "granary verify people.safetensors",
            "granary verify people.safetensors --data people.csv")
        {
            model, data, labels, json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            r.GetValue(json),
            () => ExecuteAsync(context, r.GetValue(model)!, cluster.Read(r), new TrainingFiles(r.GetValue(data), r.GetValue(labels)), r.GetValue(json))));
        return command;
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, string name, ClusterChoice choice, TrainingFiles source, bool json)
    {
        using var model = await ModelLookup.LoadAsync(context, name, choice);
        var spec = SpecOf(model, name, source);
        context.Error.WriteLine($"Training {model.Description.Provenance.Job} again, to step {Text.Numbers.Count(model.Description.Provenance.Steps)}.");
        await using var granary = await context.StartAsync(silos: 1);
        var job = await SubmitAsync(context, granary, name, spec);

        var follower = new JobFollower(context, granary.Cluster.Coordinator(job.Id), granary.Location, watchesOnly: false);
        JobStatus? last;
        using (var line = new ProgressLine(context, "training"))
        {
            last = await new ProgressRenderer(line).ShowAsync(follower.FollowAsync());
        }

        if (last?.State != JobState.Completed)
        {
            context.Error.WriteLine($"granary: {name} was not verified: the job is {last?.State.Name() ?? "not there"}. {last?.Error}");
            return ExitCodes.Of(last, context.Interrupted.IsCancellationRequested);
        }

        using var again = await ModelDownload.LoadAsync(context, job, step: null);
        var differences = ModelComparison.Compare(model.Content, again.Content);
        Write(context, name, model, differences, json);
        return differences.Count == 0 ? ExitCodes.Done : ExitCodes.JobFailed;
    }

    private static void Write(ConsoleContext context, string name, Model model, IReadOnlyList<string> differences, bool json)
    {
        if (json)
        {
            context.Output.WriteLine(StatusJson.Write(j =>
            {
                j.WriteBoolean("verified", differences.Count == 0);
                j.WriteString("weightsHash", model.WeightsHash);
                StatusJson.Texts(j, "differences", differences);
            }));
            return;
        }

        context.Output.WriteLine(differences.Count == 0
            ? $"{name} is verified: its job and data give the same weights, bit for bit, {model.WeightsHash}."
            : $"{name} is not what its job and data give.");
        foreach (var difference in differences)
        {
            context.Output.WriteLine(difference);
        }
    }

    private static JobSpec SpecOf(Model model, string name, TrainingFiles source)
    {
        var provenance = model.Description.Provenance;
        if (provenance.Spec is null)
        {
            throw new RequestException($"{name} does not say which job trained it");
        }

        try
        {
            var spec = JobSpecJson.Read(provenance.Spec);
            return spec with
            {
                Steps = provenance.Steps,
                Schedule = spec.Schedule is { } schedule ? schedule with { MayOutlastJob = true } : null,
                Uploads = [],
                Data = spec.Data with { Train = source.InsteadOf(spec.Data.Train) },
            };
        }
        catch (FormatException e)
        {
            throw new RequestException($"{name}: {e.Message}");
        }
    }

    private static async Task<TrainingJob> SubmitAsync(ConsoleContext context, GranaryClient granary, string name, JobSpec spec)
    {
        try
        {
            return await granary.SubmitAsync(spec, cancellationToken: context.Interrupted);
        }
        catch (RequestException e) when (e.Faults.Count > 0)
        {
            throw new RequestException($"{name} cannot be trained again: --data says where its training data are", e.Faults);
        }
    }

    private sealed record TrainingFiles(string? Data, string? Labels)
    {
        public SourceSpec InsteadOf(SourceSpec train) => train.Csv is null
            ? train with { Images = Full(Data) ?? train.Images, Labels = Full(Labels) ?? train.Labels }
            : train with { Csv = Full(Data) ?? train.Csv };

        private static string? Full(string? path) => path is null ? null : Path.GetFullPath(path);
    }
}
