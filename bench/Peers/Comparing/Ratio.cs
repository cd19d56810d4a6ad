using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>One subject against another, round by round.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Ours">The one above the line.</param>
/// <param name="Theirs">The one below.</param>
/// <param name="Values">The ratio of each round.</param>
public sealed record Ratio(string Name, string Ours, string Theirs, IReadOnlyList<double> Values)
{
    public double Median => Statistics.Median(Values);

    /// <summary>The ratios that a network's subjects allow.</summary>
    public static IReadOnlyList<Ratio> Of(IReadOnlyList<Subject> subjects)
    {
        Subject? Best(params SubjectKind[] kinds) =>
            subjects.Where(s => kinds.Contains(s.Kind)).MaxBy(s => Statistics.Median(s.Gflops));

        var grains = Best(SubjectKind.Grains)!;
        var sequential = Best(SubjectKind.Sequential)!;
        var product = subjects.OfType<ProductSubject>()
            .Where(p => p.Threads == Environment.ProcessorCount)
            .MaxBy(p => Statistics.Median(p.Gflops));
        return [.. new[]
        {
            Make("grains / NumPy", grains, Best(SubjectKind.NumPy)),
            Make("grains / best of PyTorch and TorchSharp", grains, Best(SubjectKind.PyTorch, SubjectKind.TorchSharp)),
            Make("grains / matrix product, GFLOP/s", grains, product),
            Make("sequential trainer / matrix product, GFLOP/s", sequential, product),
            Make("granary run / grains", Best(SubjectKind.Command), grains),
            Make("grains / sequential trainer", grains, sequential),
            Make("8 shards / 1 shard, sequential trainer", sequential, Best(SubjectKind.SequentialOneShard)),
        }.OfType<Ratio>()];
    }

    private static Ratio? Make(string name, Subject? ours, Subject? theirs) => ours is null || theirs is null
        ? null
        : new Ratio(name, ours.Name, theirs.Name, [.. ours.Gflops.Zip(theirs.Gflops, (a, b) => a / b)]);
}
