using Granary.Grains.Interfaces.Jobs;
using static Granary.Grains.Interfaces.Tests.Jobs.JobSpecValidatorTests;

namespace Granary.Grains.Interfaces.Tests.Jobs;

public sealed class JobSpecValidatorNetworkTests
{
    [Fact]
    public void Validate_DimensionBelowOne_IsAFaultAtItsPlace() =>
        AssertOnly(With([4, 0, 3], ActivationName.Relu, ActivationName.Softmax), "network.dimensions[1]", "found 0");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Validate_FewerThanTwoDimensions_IsOneFault(int count) =>
        AssertOnly(With(new int[count].Select(_ => 4).ToArray()), "network.dimensions", $"found {count}");

    [Fact]
    public void Validate_ActivationsThatDoNotFitTheDimensions_IsAFault()
    {
        AssertOnly(With([4, 8, 3], ActivationName.Softmax), "network.activations", "found 1 for 3 dimensions");
        AssertOnly(
            With([4, 3], ActivationName.Relu, ActivationName.Softmax), "network.activations", "found 2 for 2 dimensions");
    }

    [Theory]
    [InlineData(ActivationName.Identity, false)]
    [InlineData(ActivationName.Relu, false)]
    [InlineData(ActivationName.Tanh, false)]
    [InlineData(ActivationName.Sigmoid, true)]
    [InlineData(ActivationName.Softmax, true)]
    public void Validate_CrossEntropy_GoesWithSoftmaxAndSigmoidOnly(ActivationName output, bool fits)
    {
        var spec = With([4, 3], output);
        if (fits)
        {
            Assert.Empty(JobSpecValidator.Validate(spec));
        }
        else
        {
            AssertOnly(spec, "loss", $"\"{JobFileNames.Of(output)}\"");
            Assert.Empty(JobSpecValidator.Validate(spec with { Loss = LossName.Mse }));
        }
    }

    [Fact]
    public void Validate_SoftmaxOverOneOutput_IsAFault()
    {
        AssertOnly(With([4, 1], ActivationName.Softmax), "network.activations[0]", "a single output");
        Assert.Empty(JobSpecValidator.Validate(With([4, 1], ActivationName.Sigmoid)));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Validate_LearningRateAndEpsilonNotPositiveAndFinite_AreFaults(float value)
    {
        AssertOnly(With(o => o with { LearningRate = value }), "optimizer.learningRate", $"found {value}");
        AssertOnly(With(o => o with { Epsilon = value }), "optimizer.epsilon", $"found {value}");
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void Validate_ShareOutOfRange_IsAFault(float value)
    {
        AssertOnly(With(o => o with { Momentum = value }), "optimizer.momentum", $"found {value}");
        AssertOnly(With(o => o with { Beta1 = value }), "optimizer.beta1", $"found {value}");
        AssertOnly(With(o => o with { Beta2 = value }), "optimizer.beta2", $"found {value}");
    }

    [Fact]
    public void Validate_WeightDecay_StartsAtZero()
    {
        Assert.Empty(JobSpecValidator.Validate(With(o => o with { WeightDecay = 0 })));
        AssertOnly(With(o => o with { WeightDecay = -1 }), "optimizer.weightDecay", "found -1");
    }

    [Fact]
    public void Validate_ValuesThatNoNameHas_AreFaultsOfTheirKeys()
    {
        var spec = JobSpecs.Valid with
        {
            Data = JobSpecs.Valid.Data with { Scaling = (ScalingName)77 },
            Network = new NetworkSpec { Dimensions = [1, 1], Activations = [(ActivationName)77], Initializer = (InitializerName)77 },
            Loss = (LossName)77,
            Optimizer = new OptimizerSpec { Name = (OptimizerName)77, LearningRate = 1 },
        };

        Assert.Equal(
            ["data.scale", "network.activations[0]", "network.initializer", "loss", "optimizer.name"],
            JobSpecValidator.Validate(spec).Select(f => f.Key));
    }

    private static JobSpec With(int[] dimensions, params ActivationName[] activations) =>
        JobSpecs.Valid with { Network = new NetworkSpec { Dimensions = dimensions, Activations = activations } };

    private static JobSpec With(Func<OptimizerSpec, OptimizerSpec> change) =>
        JobSpecs.Valid with { Optimizer = change(JobSpecs.Valid.Optimizer) };
}
