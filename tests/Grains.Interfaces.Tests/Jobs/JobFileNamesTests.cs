using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tests.Jobs;

public sealed class JobFileNamesTests
{
    [Fact]
    public void All_Enumerations_GivesTheNamesOfTheJobFile()
    {
        Assert.Equal(["identity", "relu", "leakyRelu", "sigmoid", "tanh", "softmax"], JobFileNames.All<ActivationName>());
        Assert.Equal(["mse", "crossEntropy"], JobFileNames.All<LossName>());
        Assert.Equal(["sgd", "momentum", "nesterov", "adam", "adamw"], JobFileNames.All<OptimizerName>());
        Assert.Equal(["xavier", "glorot", "he"], JobFileNames.All<InitializerName>());
        Assert.Equal(["float32", "bfloat16"], JobFileNames.All<WireName>());
        Assert.Equal(["none", "factor", "standardize", "minmax"], JobFileNames.All<ScalingName>());
    }

    [Fact]
    public void TryParse_EveryName_FindsItsValue()
    {
        foreach (var value in Enum.GetValues<OptimizerName>())
        {
            Assert.True(JobFileNames.TryParse<OptimizerName>(JobFileNames.Of(value), out var parsed));
            Assert.Equal(value, parsed);
        }
    }

    [Theory]
    [InlineData("AdamW")]
    [InlineData("0")]
    [InlineData("")]
    public void TryParse_OtherText_FindsNothing(string text) => Assert.False(JobFileNames.TryParse<OptimizerName>(text, out _));
}
