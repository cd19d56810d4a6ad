using System.Globalization;
using Granary.Client.Text;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>What a job is: shown once, before its progress.</summary>
internal static class Banner
{
    private const int LabelWidth = 10;

    /// <summary>Lays out the banner.</summary>
    public static IReadOnlyList<Line> Lines(JobStatus status, int width) =>
    [
        new Line(new Span(status.JobId, Tone.Strong)).Cut(width),
        .. Rows(status).SelectMany(r => LabelledText.Lines(r.Label, LabelWidth, r.Text, width)),
    ];

    private static IEnumerable<(string Label, string Text)> Rows(JobStatus status)
    {
        var (spec, facts) = (status.Spec, status.Facts);
        yield return ("network", (facts is null ? Network(spec.Network) : Network(facts)) + TrainingText.Network(spec.Network));
        if (facts is not null)
        {
            yield return ("data", Data(facts));
            foreach (var note in facts.Notes)
            {
                yield return ("", note);
            }
        }

        yield return ("batch", $"{Rows(spec.BatchSize)} in {Things(spec.Shards, "shard")}{Epoch(facts)}");
        yield return ("length", Length(status));
        yield return ("loss", JobFileNames.Of(spec.Loss) + TrainingText.Loss(spec));
        yield return ("optimizer", Optimizer(spec.Optimizer));
        if (spec.Schedule is { } schedule)
        {
            yield return ("schedule", TrainingText.Schedule(schedule));
        }

        if (spec.EarlyStopping is { } stopping)
        {
            yield return ("stops", TrainingText.Stopping(stopping));
        }

        if (spec.Wire != WireName.Float32)
        {
            yield return ("wire", JobFileNames.Of(spec.Wire));
        }

        if (spec.Checkpoint != new CheckpointSpec())
        {
            yield return ("saves", Checkpoints(spec.Checkpoint));
        }

        if (facts is not null)
        {
            yield return ("cluster", Cluster(facts));
            if (facts.Width is not null)
            {
                yield return ("width", facts.Width);
            }
        }

        yield return ("seed", spec.Seed.ToString(CultureInfo.InvariantCulture));
    }

    private static string Network(NetworkSpec network) => string.Join(
        " → ",
        network.Activations
            .Select((a, i) => $"{Numbers.Count(network.Dimensions[i + 1])} {JobFileNames.Of(a)}")
            .Prepend(Numbers.Count(network.Dimensions[0])));

    private static string Network(JobFacts facts)
    {
        var layers = facts.Layers.Select(l =>
        {
            var parameters = ((long)l.Inputs + 1) * l.Outputs;
            var slices = l.Slices > 1 ? $" in {l.Slices} slices" : "";
            return $"{Numbers.Count(l.Outputs)} {JobFileNames.Of(l.Activation)} ({Numbers.Count(parameters)}{slices})";
        });
        var inputs = Numbers.Count(facts.Layers[0].Inputs);
        return $"{string.Join(" → ", layers.Prepend(inputs))}, {Things(facts.Parameters, "parameter")}";
    }

    private static string Data(JobFacts facts)
    {
        var validation = facts.ValidationRows > 0 ? $", {Numbers.Count(facts.ValidationRows)} validation rows" : "";
        var test = facts.TestRows > 0 ? $", {Numbers.Count(facts.TestRows)} test rows" : ", no test rows";
        return $"{Numbers.Count(facts.TrainRows)} training rows{validation}{test}{Targets(facts)}";
    }

    private static string Targets(JobFacts facts) => facts switch
    {
        { Classes.Length: > 0 } => $", {Things(facts.Classes.Length, "class")}",
        { YesNo.Length: > 0 } => $", {Things(facts.YesNo.Length, "label")} of yes or no",
        { Values.Length: > 1 } => $", {Things(facts.Values.Length, "number")} to predict",
        { Values.Length: 1 } => ", a number to predict",
        _ => "",
    };

    private static string Epoch(JobFacts? facts) => facts is null ? "" : $", {Things(facts.StepsPerEpoch, "step")} per epoch";

    private static string Length(JobStatus status)
    {
        if (status.Facts is { } facts)
        {
            return $"{Things(status.TotalEpochs() ?? 0, "epoch")}, {Things(facts.TotalSteps, "step")}";
        }

        var epochs = status.Spec.Epochs is { } e ? Things(e, "epoch") : null;
        var steps = status.Spec.Steps is { } s ? Things(s, "step") : null;
        return string.Join(" or ", new[] { epochs, steps }.OfType<string>());
    }

    private static string Optimizer(OptimizerSpec optimizer)
    {
        // Weight decay and clipping, which all optimizers have, are shown where they are used.
        var used = OptimizerCatalog.SettingsOf(optimizer.Name)
            .Where(s => !s.IsShared || optimizer.ValueOf(s) != s.Default);
        var numbers = used.Select(s => $", {InWords(s.Name)} {optimizer.ValueOf(s)}");
        return $"{JobFileNames.Of(optimizer.Name)}, learning rate {optimizer.LearningRate}{string.Concat(numbers)}";
    }

    // weightDecay is a key of the job file; people read "weight decay".
    private static string InWords(string key) =>
        string.Concat(key.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private static string Checkpoints(CheckpointSpec checkpoint)
    {
        var steps = checkpoint.EverySteps is { } count ? $"every {Things(count, "step")}" : null;
        var seconds = (checkpoint.EverySeconds ?? (steps is null ? CheckpointSpec.DefaultSeconds : null)) is { } time
            ? $"every {time.ToString(CultureInfo.InvariantCulture)} s"
            : null;
        var kept = checkpoint.Keep == 1 ? "keeps the last one" : $"keeps the last {checkpoint.Keep}";
        return $"{string.Join(" or ", new[] { steps, seconds }.OfType<string>())}, {kept}";
    }

    private static string Cluster(JobFacts facts) =>
        $"{Things(facts.Silos, "silo")}, {Things(facts.Workers, "worker")}, {Things(facts.ComputeThreads, "compute thread")}, "
        + $"kernel {string.Join(" and ", facts.Kernels)}";

    private static string Rows(long count) => Things(count, "row");

    private static string Things(long count, string thing)
    {
        var ending = thing.EndsWith('s') ? "es" : "s";
        return $"{Numbers.Count(count)} {thing}{(count == 1 ? "" : ending)}";
    }
}
