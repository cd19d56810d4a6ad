using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Stragglers;

namespace Granary.Grains.Tests.Stragglers;

public sealed class LatenessTests
{
    private static readonly (int FirstShard, int EndShard)[] Three = [(0, 3), (3, 4), (4, 8)];

    [Fact]
    public void Find_OneWorkerMissing_NamesItAndTheStep()
    {
        var (step, late) = Lateness.Find([Slice(7, 3), Slice(7, 3)], Three);

        Assert.Equal(7, step);
        Assert.Equal([1], late);
    }

    // Layers that backpropagation has come by are a step further, and wait for all workers there.
    [Fact]
    public void Find_SomeSlicesAStepFurther_LooksAtThoseBehind()
    {
        var (step, late) = Lateness.Find([Slice(8, 0, 1, 2, 3, 4, 5, 6, 7), Slice(7, 4, 5, 6, 7)], Three);

        Assert.Equal(7, step);
        Assert.Equal([2], late);
    }

    [Fact]
    public void Find_OneOfTwo_IsLate() => Assert.Equal([0], Lateness.Find([Slice(1, 0, 1)], [(0, 2), (2, 4)]).Workers);

    [Fact]
    public void Find_TheOnlyWorker_IsNotLate() => Assert.Empty(Lateness.Find([Slice(1, 0)], [(0, 4)]).Workers);

    [Fact]
    public void Find_MostWorkersMissing_IsALongStep() => Assert.Empty(Lateness.Find([Slice(7, 0, 1, 2, 3)], Three).Workers);

    [Fact]
    public void Find_TwoOfFive_AreLate() =>
        Assert.Equal([1, 4], Lateness.Find([Slice(7, 1), Slice(7, 4)], [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]).Workers);

    [Fact]
    public void Find_SliceBehindIsBeingUpdated_WaitsForNobody() =>
        Assert.Empty(Lateness.Find([Slice(7), Slice(8, 0, 1, 2, 3, 4, 5, 6, 7)], Three).Workers);

    private static SliceProgress Slice(long version, params int[] missing) => new() { Version = version, MissingShards = missing };
}
