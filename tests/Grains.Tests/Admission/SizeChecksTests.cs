using Granary.Formulas.Activations;
using Granary.Grains.Admission;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Mapping;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Tests.Admission;

public sealed class SizeChecksTests
{
    [Theory]
    [InlineData(1, 64, 174_761)]
    [InlineData(2, 64, 174_761)]
    [InlineData(8, 64, 131_071)]
    [InlineData(8, 10, 419_429)]
    [InlineData(64, 64, 52_427)]
    public void Check_WidestLayer_FitsAndOneMoreDoesNot(int shards, int next, int widest)
    {
        Assert.Empty(SizeChecks.Check(Job(shards, widest, next)));

        var fault = Assert.Single(SizeChecks.Check(Job(shards, widest + 1, next)));
        Assert.Equal("network.dimensions[1]", fault.Key);
        Assert.StartsWith($"found {widest + 1},", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith($"expected at most {widest}.", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void Check_WidestLayer_IsWhatTheLargestMessageAllows(int shards)
    {
        // A worker's range of shards may be any.
        var nodes = Enumerable.Range(0, shards).Max(s => Enumerable.Range(s + 1, shards - s).Max(e => new ShardRange(s, e).Nodes().Length));
        var widest = (TensorBlock.MaxLength / (32 * nodes)) - 1;

        var slice = SlicePlan.Cut(Job(shards, widest, 64).Network.ToShape(), SliceCut.Whole)[1][0];
        Assert.InRange((long)slice.Length * nodes, TensorBlock.MaxLength - (32 * nodes), TensorBlock.MaxLength);
        Assert.Empty(SizeChecks.Check(Job(shards, widest, 64)));
        Assert.NotEmpty(SizeChecks.Check(Job(shards, widest + 1, 64)));
    }

    private static JobSpec Job(int shards, int width, int next) => TestJobs.Digits with
    {
        Shards = shards,
        Network = new NetworkSpec { Dimensions = [64, width, next, 10], Activations = new Activation[3] },
    };
}
