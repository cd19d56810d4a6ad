using Granary.Numerics.Layers;
using Granary.Numerics.Slicing;

namespace Granary.Numerics.Tests.Slicing;

public class SliceSpreadTests
{
    [Fact]
    public void Spread_LargestFirst_EachToTheLightest()
    {
        var slices = Slices(3, 9, 4, 5, 1);

        var spread = new SliceSpread(slices, 2);

        Assert.Equal([0, 0, 1, 1, 1], slices.Select(s => spread.Owners[s]));
        Assert.Equal([24, 20], spread.Loads);
    }

    // A silo of 24 of 44 parameters sends 20 gradients and its 24 weights once: with two silos all send the same.
    [Fact]
    public void LargestToEven_TwoSilos_IsOne() => Assert.Equal(1, new SliceSpread(Slices(3, 9, 4, 5, 1), 2).LargestToEven);

    [Fact]
    public void LargestToEven_OneOfThreeHoldsAll_IsWhatItSends()
    {
        // It sends 10 weights to two others; each of three that held the same would send 4/3 of 10.
        Assert.Equal(1.5, new SliceSpread(Slices(4), 3).LargestToEven, 12);
    }

    [Fact]
    public void LargestToEven_OneSilo_SendsNothing() => Assert.Equal(1, new SliceSpread(Slices(1, 2), 1).LargestToEven);

    // Of one input: two parameters a neuron.
    private static SliceShape[] Slices(params int[] neurons) => [.. neurons.Select((n, i) => new SliceShape(0, i, 0, n, 1))];
}
