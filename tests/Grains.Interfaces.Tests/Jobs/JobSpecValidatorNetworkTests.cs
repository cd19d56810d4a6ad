using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using static Granary.Grains.Interfaces.Tests.Jobs.JobSpecValidatorTests;

namespace Granary.Grains.Interfaces.Tests.Jobs;

public sealed class JobSpecValidatorNetworkTests
{
    [Fact]
    public void Validate_DimensionBelowOne_IsAFaultAtItsPlace() =>
        AssertOnly(With([4, 0, 3], Activation.Relu, Activation.Softmax), "network.dimensions[1]", "found 0");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Validate_FewerThanTwoDimensions_IsOneFault(int count) =>
        AssertOnly(With(new int[count].Select(_ => 4).ToArray()), "network.dimensions", $"found {count}");

    [Fact]
    public void Validate_ActivationsThatDoNotFitTheDimensions_IsAFault()
    {
        AssertOnly(With([4, 8, 3], Activation.Softmax), "network.activations", "found 1 for 3 dimensions");
        AssertOnly(
            With([4, 3], Activation.Relu, Activation.Softmax), "network.activations", "found 2 for 2 dimensions");
    }

    [Theory]
    [InlineData(Activation.Identity, false)]
    [InlineData(Activation.Relu, false)]
    [InlineData(Activation.Tanh, false)]
    [InlineData(Activation.Sigmoid, true)]
    [InlineData(Activation.Softmax, true)]
    public void Validate_CrossEntropy_GoesWithSoftmaxAndSigmoidOnly(Activation output, bool fits)
    {
        var spec = With([4, 3], output);
        if (fits)
        {
            Assert.Empty(JobSpecValidator.Validate(spec));
        }
        else
        {
            AssertOnly(spec, "loss", $"\"{JobFileNames.Of(output)}\"");
            Assert.Empty(JobSpecValidator.Validate(spec with { Loss = Loss.Mse }));
        }
    }

    [Fact]
    public void Validate_SoftmaxOverOneOutput_IsAFault()
    {
        AssertOnly(With([4, 1], Activation.Softmax), "network.activations[0]", "a single output");
        Assert.Empty(JobSpecValidator.Validate(With([4, 1], Activation.Sigmoid)));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Validate_LearningRateAndEpsilonNotPositiveAndFinite_AreFaults(float value)
    {
        AssertOnly(With(o => o with { LearningRate = value }), "optimizer.learningRate", $"found {value}");
        AssertOnly(With("epsilon", value), "optimizer.epsilon", $"found {value}");
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void Validate_ShareOutOfRange_IsAFault(float value)
    {
        AssertOnly(With("momentum", value), "optimizer.momentum", $"found {value}");
        AssertOnly(With("beta1", value), "optimizer.beta1", $"found {value}");
        AssertOnly(With("beta2", value), "optimizer.beta2", $"found {value}");
    }

    [Fact]
    public void Validate_WeightDecay_StartsAtZero()
    {
        Assert.Empty(JobSpecValidator.Validate(With("weightDecay", 0)));
        AssertOnly(With("weightDecay", -1), "optimizer.weightDecay", "found -1");
    }

    [Fact]
    public void Validate_ValuesThatNoNameHas_AreFaultsOfTheirKeys()
    {
        var spec = JobSpecs.Valid with
        {
            Data = JobSpecs.Valid.Data with { Scaling = (ScalingName)77 },
            Network = new NetworkSpec { Dimensions = [1, 1], Activations = [(Activation)77], Initializer = (Initializer)77 },
            Loss = (Loss)77,
            Optimizer = new OptimizerSpec { Name = (OptimizerKind)77, LearningRate = 1 },
        };

        Assert.Equal(
            ["data.scale", "network.activations[0]", "network.initializer", "loss", "optimizer.name"],
            JobSpecValidator.Validate(spec).Select(f => f.Key));
    }

    [Fact]
    public void Validate_NumberThatNoOptimizerHas_IsAFault() => AssertOnly(With("inertia", 1), "optimizer", "found the unknown number \"inertia\"");

    [Fact]
    public void Validate_NumberGivenTwice_IsAFault()
    {
        var spec = With(o => o with { Numbers = [new("momentum", 0.5f), new("momentum", 0.6f)] });

        AssertOnly(spec, "optimizer", "found \"momentum\" more than once");
    }

    private static JobSpec With(int[] dimensions, params Activation[] activations) =>
        JobSpecs.Valid with { Network = new NetworkSpec { Dimensions = dimensions, Activations = activations } };

    private static JobSpec With(string setting, float value) =>
        With(o => o with { Numbers = [new(setting, value)] });

    private static JobSpec With(Func<OptimizerSpec, OptimizerSpec> change) =>
        JobSpecs.Valid with { Optimizer = change(JobSpecs.Valid.Optimizer) };
}
