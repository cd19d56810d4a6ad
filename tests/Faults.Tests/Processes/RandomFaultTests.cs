using Granary.Benchmarks.Faults;
using Granary.Benchmarks.Faults.Measuring;

namespace Granary.Faults.Tests.Processes;

/// <summary>A short run of what <c>bench/Faults</c> does for hours.</summary>
[Collection(ReferenceCollection.Name)]
[Trait("set", "long")]
public sealed class RandomFaultTests
{
    private const int Faults = 6;

    [Fact]
    public async Task Run_FewRandomFaults_LosesNoJob()
    {
        var seed = Random.Shared.Next(1, int.MaxValue);
        await using var run = new LongRun(Options.Parse(["--faults", $"{Faults}", "--jobs", "2", "--seed", $"{seed}"]));
        var thrown = await Record.ExceptionAsync(() => run.Run(() => { }));

        var failures = run.Jobs.Where(j => j.Failure is not null).Select(j => $"job {j.Number}: {j.Failure}").ToArray();
        Assert.True(
            thrown is null && failures.Length == 0 && run.Faults.Count == Faults,
            $"Repeat with --faults {Faults} --jobs 2 --seed {seed}: {run.Faults.Count} faults. {thrown}\n{string.Join('\n', failures)}");
    }
}
