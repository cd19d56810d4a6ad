using Granary.Formulas.Activations;
using Granary.Formulas.Optimizers;
using Granary.Grains.Admission;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Membership;

namespace Granary.Grains.Tests.Admission;

/// <summary>A job that does not fit is refused with what it needs, what there is, and what would help.</summary>
public sealed class MemoryCheckTests
{
    private const long Mebi = 1 << 20;
    private const long Gibi = 1 << 30;

    // 16.8 M parameters: 64 MiB of weights.
    private static readonly JobSpec Large = TestJobs.Digits with
    {
        Network = new NetworkSpec { Dimensions = [4096, 4095, 2], Activations = new Activation[2] },
        Shards = 1,
    };

    private static readonly JobSpec Adam = Large with { Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.001f } };

    [Fact]
    public void FindLack_OneSilo_CountsWeightsGradientsStateAndCheckpoint()
    {
        // Weights, a gradient, and a copy of the weights for the checkpoint: 192 MiB, and 16 for the rest.
        Assert.Null(MemoryCheck.FindLack(Large, [Silo(1, 210 * Mebi)], null, default));
        Assert.NotNull(MemoryCheck.FindLack(Large, [Silo(1, 190 * Mebi)], null, default));

        // With adam's two arrays, and their copies, 448.
        Assert.Null(MemoryCheck.FindLack(Adam, [Silo(1, 470 * Mebi)], null, default));
        Assert.NotNull(MemoryCheck.FindLack(Adam, [Silo(1, 440 * Mebi)], null, default));
    }

    [Fact]
    public void FindLack_OneSilo_NamesBothFiguresAndWhatHelps()
    {
        var lack = MemoryCheck.FindLack(Adam, [Silo(1, 300 * Mebi)], null, default);

        Assert.Matches("needs 46[0-9].[0-9] MiB of memory on silo 127.0.0.1:1, which has 300.0 MiB free of 300.0 MiB", lack);
        Assert.Contains("optimizer sgd", lack, StringComparison.Ordinal);
        Assert.Contains("layer 1 (4096 x 4095) alone take 64.0 MiB", lack, StringComparison.Ordinal);
    }

    [Fact]
    public void FindLack_MoreSilos_AreNamedWhereTheyWouldDo()
    {
        var lack = MemoryCheck.FindLack(Adam, [Silo(1, 440 * Mebi)], null, default)!;
        var silos = int.Parse(System.Text.RegularExpressions.Regex.Match(lack, "([0-9]+) silos on machines of their own").Groups[1].Value, null);

        Assert.Null(MemoryCheck.FindLack(Adam, [.. Enumerable.Range(1, silos).Select(i => Silo(i, 440 * Mebi))], null, default));
    }

    [Fact]
    public void FindLack_HugeNetwork_IsRefusedWithoutCuttingIt()
    {
        var huge = Large with { Network = new NetworkSpec { Dimensions = [2, 2_000_000_000, 2_000_000_000, 2], Activations = new Activation[3] } };

        var lack = MemoryCheck.FindLack(huge, [Silo(1, 24 * Gibi)], null, default);

        Assert.Contains("needs at least", lack, StringComparison.Ordinal);
    }

    [Fact]
    public void FindLack_SilosOfOneMachine_ShareItsMemory()
    {
        SiloCapacity[] together = [.. Enumerable.Range(1, 2).Select(i => Silo(i, 440 * Mebi) with { Memory = new SiloMemory(440 * Mebi, 440 * Mebi, "host", 440 * Mebi) })];

        Assert.Contains("on the machine of 2 silos", MemoryCheck.FindLack(Adam, together, null, default), StringComparison.Ordinal);
    }

    [Fact]
    public void FindLack_Data_CountsOnSilosThatHaveNotReadIt()
    {
        SiloCapacity[] silos = [Silo(1, 1 * Gibi), Silo(2, 1 * Gibi)];
        var spec = Large with { Shards = 8 };

        Assert.NotNull(MemoryCheck.FindLack(spec, silos, null, new DataMemory(1 * Gibi, silos[0].Address)));
        Assert.Null(MemoryCheck.FindLack(spec, silos[..1], null, new DataMemory(1 * Gibi, silos[0].Address)));
    }

    [Fact]
    public void FindLack_LargeBatch_CountsActivations()
    {
        var spec = Large with { BatchSize = 20_000 };

        var lack = MemoryCheck.FindLack(spec, [Silo(1, 800 * Mebi)], null, default);

        Assert.Contains("a smaller batchSize", lack, StringComparison.Ordinal);
    }

    private static SiloCapacity Silo(int number, long free) =>
        new($"127.0.0.1:{number}@{number}", 2) { Memory = new SiloMemory(free, free, $"host {number}", free) };
}
