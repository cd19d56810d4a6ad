using Granary.Formulas.Activations;
using Granary.Grains.Widths;
using Granary.Numerics.Networks;

namespace Granary.Grains.Tests.Widths;

public sealed class CostModelTests
{
    private static readonly WidthOption One = new(1, 1);
    private static readonly WidthOption Two = new(2, 2);

    [Theory]
    [InlineData(new[] { 64, 15, 10 }, 16, false)]
    [InlineData(new[] { 784, 1024, 1024, 10 }, 512, true)]
    [InlineData(new[] { 784, 2048, 2048, 2048, 10 }, 1024, true)]
    public void Step_TwoSilos_AreFasterWhereThereIsMuchToCompute(int[] dimensions, int batchSize, bool isFaster)
    {
        var model = Make(dimensions, batchSize);

        Assert.Equal(isFaster, model.Step(Two) < model.Step(One));
    }

    // One row a step: all weights are sent for next to no arithmetic.
    [Fact]
    public void Step_SmallBatchOfALargeNetwork_IsSlowerOnTwo()
    {
        var model = Make([784, 2048, 2048, 10], 1);

        Assert.True(model.Step(Two) > model.Step(One), $"{model.Step(Two)} s on two, {model.Step(One)} s on one");
    }

    [Fact]
    public void Step_Seen_SpreadsOnlyWhatIsArithmetic()
    {
        var model = Make([784, 128, 64, 10], 128);

        var two = model.Step(Two, One, 2e-3);

        Assert.InRange(two, 1e-3, 2e-3);
        Assert.Equal(2e-3, model.Step(One, Two, two), 1e-9);
        Assert.Equal(2e-3, model.Step(One, One, 2e-3), 1e-12);
    }

    [Fact]
    public void Step_HalfTheBytesOfANumber_IsFasterOnTwoOnly()
    {
        int[] dimensions = [784, 1024, 1024, 10];

        Assert.True(Make(dimensions, 512, 2).Step(Two) < Make(dimensions, 512).Step(Two));
        Assert.Equal(Make(dimensions, 512).Step(One), Make(dimensions, 512, 2).Step(One));
    }

    private static CostModel Make(int[] dimensions, int batchSize, int bytesPerNumber = 4) =>
        new(new NetworkShape(dimensions, new Activation[dimensions.Length - 1]), batchSize, bytesPerNumber);
}
