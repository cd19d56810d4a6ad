using Granary.Formulas.Activations;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;

namespace Granary.Numerics.Tests.Slicing;

public class SlicePlanTests
{
    [Fact]
    public void Cut_SmallNetwork_GivesOneSliceALayer()
    {
        var slices = SlicePlan.Cut(Network(784, 128, 10), SliceCut.Whole);
        Assert.Equal([new SliceShape(0, 0, 0, 128, 784)], slices[0]);
        Assert.Equal([new SliceShape(1, 0, 0, 10, 128)], slices[1]);
    }

    [Fact]
    public void Cut_LargeLayer_SpreadsItsNeuronsEvenly() =>
        Assert.Equal([224, 224, 224, 224, 204], SlicePlan.Cut(Network(1000, 1100), SliceCut.Whole)[0].Select(s => s.Neurons));

    [Fact]
    public void Cut_FineAlignment_IsUsedWhereLayersNeedIt() => Assert.Equal(
        [[4, 4, 4, 4, 4], [16, 16, 16, 16], [4, 2], [32]],
        SlicePlan.Cut(Network(100, 20, 64, 6, 32), new SliceCut(400, 4)).Select(layer => layer.Select(s => s.Neurons)));

    [Theory]
    [InlineData(1, 1, 262144, 32)]
    [InlineData(2048, 2048, 262144, 32)]
    [InlineData(8192, 33, 262144, 32)]
    [InlineData(9000, 100, 262144, 32)]
    [InlineData(3, 1_500_000, 64, 32)]
    [InlineData(20, 150, 1500, 32)]
    [InlineData(7, 1001, 1000, 32)]
    [InlineData(784, 128, 3418, 16)]
    [InlineData(150, 77, 1500, 8)]
    public void Cut_AnyLayer_CoversItWithAlignedSlicesUpToTheLargest(int inputs, int outputs, int maxWeights, int alignment)
    {
        var slices = SlicePlan.Cut(Network(inputs, outputs), new SliceCut(maxWeights, alignment)).Single();
        Assert.Equal(0, slices[0].FirstNeuron);
        Assert.Equal(outputs, slices[^1].FirstNeuron + slices[^1].Neurons);
        for (var s = 0; s < slices.Length; s++)
        {
            var slice = slices[s];
            Assert.Equal((0, s, inputs), (slice.Layer, slice.Index, slice.Inputs));
            Assert.Equal(0, slice.FirstNeuron % alignment);
            Assert.True(s == 0 || slice.FirstNeuron == slices[s - 1].FirstNeuron + slices[s - 1].Neurons);
            Assert.True(slice.Neurons > 0);
            Assert.True(slice.Weights <= maxWeights || slice.Neurons <= alignment);
            Assert.Equal((inputs * slice.Neurons, (inputs + 1) * slice.Neurons), (slice.Weights, slice.Length));
        }
    }

    [Theory]
    [InlineData(784, 128, 64, 10)]
    [InlineData(784, 1024, 1024, 10)]
    [InlineData(784, 2048, 2048, 2048, 10)]
    public void For_UpToEightSilos_LetsNoneSendMuchMoreThanTheOthers(params int[] dimensions)
    {
        var network = Network(dimensions);
        for (var silos = 1; silos <= 8; silos++)
        {
            var slices = SlicePlan.Cut(network, SlicePlan.For(network, silos)).SelectMany(layer => layer);
            Assert.InRange(new SliceSpread(slices, silos).LargestToEven, 1, 1.04);
        }
    }

    [Theory]
    [InlineData(2, 32)]
    [InlineData(4, 32)]
    [InlineData(5, 4)]
    [InlineData(8, 16)]
    [InlineData(16, 8)]
    public void For_SmallLayers_AlignsAsWidelyAsSpreadingAllows(int silos, int alignment) =>
        Assert.Equal(alignment, SlicePlan.For(Network(784, 128, 64, 10), silos).Alignment);

    [Fact]
    public void For_LargeLayers_KeepsTheWidestAlignment() =>
        Assert.Equal(new SliceCut(58240, 32), SlicePlan.For(Network(784, 1024, 1024, 10), 8));

    [Fact]
    public void For_OneSiloOrASmallNetwork_CutsAsLittleAsPossible()
    {
        Assert.Equal(SliceCut.Whole, SlicePlan.For(Network(784, 2048, 10), 1));
        Assert.Equal(SliceCut.Whole, SlicePlan.For(Network(64, 256, 10), 8));
    }

    private static NetworkShape Network(params int[] dimensions) =>
        new(dimensions, [.. dimensions.Skip(1).Select(_ => Activation.Relu)]);
}
