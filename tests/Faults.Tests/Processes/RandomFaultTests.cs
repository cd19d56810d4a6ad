using Granary.Benchmarks.Faults;
using Granary.Benchmarks.Faults.Measuring;

namespace Granary.Faults.Tests.Processes;

/// <summary>A short run of what <c>bench/Faults</c> does for hours.</summary>
[Collection(ReferenceCollection.Name)]
public sealed class RandomFaultTests
{
    [Fact]
    public async Task Run_FewRandomFaults_LosesNoJob()
    {
        var seed = Random.Shared.Next(1, int.MaxValue);
        await using var run = new LongRun(Options.Parse(["--faults", "6", "--jobs", "2", "--seed", $"{seed}"]));

        await run.Run(() => { });

        var failures = run.Jobs.Where(j => j.Failure is not null).Select(j => $"job {j.Number}: {j.Failure}");
        Assert.True(run.Jobs.All(j => j.Failure is null), $"Repeat with --faults 6 --jobs 2 --seed {seed}.\n{string.Join('\n', failures)}");
        Assert.Equal(6, run.Faults.Count);
    }
}
