using Granary.Data;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Formulas.Activations;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Tests.Mapping;

public sealed class SpecMappingTests
{
    [Theory]
    [InlineData(typeof(ScalingName), typeof(FeatureScalingKind))]
    [InlineData(typeof(WireName), typeof(WireFormat))]
    public void Names_OfJobsAndOfTheNumericCore_AreTheSame(Type job, Type core) => Assert.Equal(Enum.GetNames(core), Enum.GetNames(job));

    [Fact]
    public void ToSettings_Numbers_ArePassedOn()
    {
        var optimizer = new OptimizerSpec
        {
            Name = OptimizerKind.AdamW, LearningRate = 1, Numbers = [new("beta1", 0.3f), new("weightDecay", 6)],
        };
        var settings = (TestJobs.Digits with { Optimizer = optimizer, BatchSize = 7, Seed = 8, Shards = 16, Epochs = 9, Steps = 10 }).ToSettings();

        Assert.Equal((OptimizerKind.AdamW, 1f), (settings.Optimizer.Kind, settings.Optimizer.LearningRate));
        Assert.Equal(new Dictionary<string, float> { ["beta1"] = 0.3f, ["weightDecay"] = 6 }, settings.Optimizer.Given);
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

        Assert.Equal(new ArraySource("/i", "/l"), request.Train);
        Assert.Equal(new TestSource(new CsvSource("/t")), request.Test);
        Assert.Equal(3, request.Seed);
        Assert.Null((TestJobs.Digits with { Data = data with { Test = null } }).ToRequest().Test);
        Assert.Equal(new HeldOutRows(0.2), TestJobs.Digits.ToRequest().Test);
    }
}
