using Granary.Numerics.Activations;
using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;

namespace Granary.Numerics.Tests.Slicing;

public class SlicePlanTests
{
    [Fact]
    public void Cut_SmallNetwork_GivesOneSliceALayer()
    {
        var slices = SlicePlan.Cut(Network(784, 128, 10));
        Assert.Equal([new SliceShape(0, 0, 0, 128, 784)], slices[0]);
        Assert.Equal([new SliceShape(1, 0, 0, 10, 128)], slices[1]);
    }

    [Fact]
    public void Cut_LargeLayer_SpreadsItsNeuronsEvenly() =>
        Assert.Equal([224, 224, 224, 224, 204], SlicePlan.Cut(Network(1000, 1100))[0].Select(s => s.Neurons));

    [Theory]
    [InlineData(1, 1, SlicePlan.MaxWeights)]
    [InlineData(2048, 2048, SlicePlan.MaxWeights)]
    [InlineData(8192, 33, SlicePlan.MaxWeights)]
    [InlineData(9000, 100, SlicePlan.MaxWeights)]
    [InlineData(3, 1_500_000, 64)]
    [InlineData(20, 150, 1500)]
    [InlineData(7, 1001, 1000)]
    public void Cut_AnyLayer_CoversItWithAlignedSlicesUpToTheLargest(int inputs, int outputs, int maxWeights)
    {
        var slices = SlicePlan.Cut(Network(inputs, outputs), maxWeights).Single();
        Assert.Equal(0, slices[0].FirstNeuron);
        Assert.Equal(outputs, slices[^1].FirstNeuron + slices[^1].Neurons);
        for (var s = 0; s < slices.Length; s++)
        {
            var slice = slices[s];
            Assert.Equal((0, s, inputs), (slice.Layer, slice.Index, slice.Inputs));
            Assert.Equal(0, slice.FirstNeuron % SlicePlan.NeuronsAlignment);
            Assert.True(s == 0 || slice.FirstNeuron == slices[s - 1].FirstNeuron + slices[s - 1].Neurons);
            Assert.True(slice.Neurons > 0);
            Assert.True(slice.Weights <= maxWeights || slice.Neurons <= SlicePlan.NeuronsAlignment);
            Assert.Equal((inputs * slice.Neurons, (inputs + 1) * slice.Neurons), (slice.Weights, slice.Length));
        }
    }

    private static NetworkShape Network(params int[] dimensions) =>
        new(dimensions, [.. dimensions.Skip(1).Select(_ => Activation.Relu)]);
}
