using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Peers.Reporting;

namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>Trains each network with everybody, in turn, for some rounds.</summary>
public sealed class Comparison(Options options)
{
    // OpenBLAS's and our own threads go on spinning for a while after their work.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="InvalidOperationException">Somebody does other work than the others.</exception>
    public IReadOnlyList<NetworkResult> Run() => [.. options.Networks.Select(Run)];

    private NetworkResult Run(PeerNetwork network)
    {
        Console.WriteLine($"{network.Name}, batch {network.BatchSize}");
        var skipped = new List<string>();
        using var folder = new WorkloadFolder(network, options.Data);
        var subjects = new Subjects(options, skipped.Add).Start(network, folder.FullName);
        try
        {
            skipped.ForEach(why => Console.WriteLine($"  skipped: {why}"));
            LossCheck.Run(subjects);
            for (var round = 0; round < options.Rounds; round++)
            {
                Measure(subjects);
            }
        }
        finally
        {
            foreach (var subject in subjects)
            {
                subject.Dispose();
            }
        }

        var result = new NetworkResult(network, subjects, skipped);
        Console.WriteLine(NetworkTable.Markdown(result));
        return result;
    }

    private void Measure(IEnumerable<Subject> subjects)
    {
        foreach (var subject in subjects)
        {
            Thread.Sleep(Pause);
            subject.Measure(options.Seconds);
            Console.Error.WriteLine(FormattableString.Invariant($"  {subject.Name}: {subject.Gflops[^1]:F1} GFLOP/s"));
        }
    }
}
