using Granary.Data;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Numerics.Activations;
using Granary.Numerics.Initializers;
using Granary.Numerics.Losses;
using Granary.Numerics.Optimizers;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Tests.Mapping;

public sealed class SpecMappingTests
{
    [Theory]
    [InlineData(typeof(ActivationName), typeof(Activation))]
    [InlineData(typeof(OptimizerName), typeof(OptimizerKind))]
    [InlineData(typeof(InitializerName), typeof(Initializer))]
    [InlineData(typeof(ScalingName), typeof(FeatureScalingKind))]
    [InlineData(typeof(WireName), typeof(WireFormat))]
    public void Names_OfJobsAndOfTheNumericCore_AreTheSame(Type job, Type core) => Assert.Equal(Enum.GetNames(core), Enum.GetNames(job));

    [Fact]
    public void ToSettings_EveryLoss_HasItsOwn()
    {
        var losses = Enum.GetValues<LossName>().Select(l => (TestJobs.Digits with { Loss = l }).ToSettings().Loss).ToArray();

        Assert.Equal(Enum.GetValues<Loss>().Order(), losses.Distinct().Order());
    }

    [Fact]
    public void ToSettings_Numbers_ArePassedOn()
    {
        var optimizer = new OptimizerSpec
        {
            Name = OptimizerName.AdamW, LearningRate = 1, Momentum = 0.2f, Beta1 = 0.3f, Beta2 = 0.4f, Epsilon = 5, WeightDecay = 6,
        };
        var settings = (TestJobs.Digits with { Optimizer = optimizer, BatchSize = 7, Seed = 8, Shards = 16, Epochs = 9, Steps = 10 }).ToSettings();

        Assert.Equal(
            new OptimizerSettings(OptimizerKind.AdamW, 1) { Momentum = 0.2f, Beta1 = 0.3f, Beta2 = 0.4f, Epsilon = 5, WeightDecay = 6 },
            settings.Optimizer);
        Assert.Equal((7, 8L, 16, 9, 10L), (settings.BatchSize, settings.Seed, settings.Shards, settings.Epochs, settings.Steps));
        Assert.Equal([(64, 15, Activation.Relu), (15, 10, Activation.Sigmoid)], settings.Network.Layers.Select(l => (l.Inputs, l.Outputs, l.Activation)));
    }

    [Fact]
    public void ToSettings_Wire_IsPassedOn()
    {
        Assert.Equal(WireFormat.Float32, TestJobs.Digits.ToSettings().Wire);
        Assert.Equal(WireFormat.Bfloat16, (TestJobs.Digits with { Wire = WireName.Bfloat16 }).ToSettings().Wire);
    }

    [Fact]
    public void ToRequest_Scalings_KeepTheirKind()
    {
        foreach (var name in Enum.GetValues<ScalingName>())
        {
            var request = (TestJobs.Digits with { Data = TestJobs.Digits.Data with { Scaling = name } }).ToRequest();
            Assert.Equal(name.ToString(), request.Scaling.Kind.ToString());
        }
    }

    [Fact]
    public void ToRequest_Sources_ArePassedOn()
    {
        var data = new DataSpec { Train = new SourceSpec { Images = "/i", Labels = "/l" }, Test = new SourceSpec { Csv = "/t" } };

        var request = (TestJobs.Digits with { Data = data, Seed = 3 }).ToRequest();

        Assert.Equal(new IdxSource("/i", "/l"), request.Train);
        Assert.Equal(new TestSource(new CsvSource("/t")), request.Test);
        Assert.Equal(3, request.Seed);
        Assert.Null((TestJobs.Digits with { Data = data with { Test = null } }).ToRequest().Test);
        Assert.Equal(new HeldOutRows(0.2), TestJobs.Digits.ToRequest().Test);
    }
}
