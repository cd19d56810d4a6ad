using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tests.Jobs;

public sealed class JobFileNamesTests
{
    // Messages and records have the numbers, so what is added comes last.
    [Fact]
    public void All_Enumerations_GivesTheNamesOfTheJobFile()
    {
        Assert.Equal(["identity", "relu", "leakyRelu", "sigmoid", "tanh", "softmax"], JobFileNames.All<Activation>().Take(6));
        Assert.Equal(["mse", "crossEntropy"], JobFileNames.All<Loss>().Take(2));
        Assert.Equal(["sgd", "momentum", "nesterov", "adam", "adamw"], JobFileNames.All<OptimizerKind>().Take(5));
        Assert.Equal(["xavier", "glorot", "he"], JobFileNames.All<Initializer>());
        Assert.Equal(["float32", "bfloat16"], JobFileNames.All<WireName>());
        Assert.Equal(["none", "factor", "standardize", "minmax"], JobFileNames.All<ScalingName>());
    }

    [Fact]
    public void TryParse_EveryName_FindsItsValue()
    {
        foreach (var value in Enum.GetValues<OptimizerKind>())
        {
            Assert.True(JobFileNames.TryParse<OptimizerKind>(JobFileNames.Of(value), out var parsed));
            Assert.Equal(value, parsed);
        }
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("0")]
    [InlineData("")]
    public void TryParse_OtherText_FindsNothing(string text) => Assert.False(JobFileNames.TryParse<OptimizerKind>(text, out _));
}
