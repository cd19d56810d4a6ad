using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Targets;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Tests.Mapping;

public sealed class SpecMappingTests
{
    [Theory]
    [InlineData(typeof(ScalingName), typeof(FeatureScalingKind))]
    [InlineData(typeof(WireName), typeof(WireFormat))]
    [InlineData(typeof(ColumnTypeName), typeof(ColumnType))]
    [InlineData(typeof(MissingName), typeof(MissingPolicy))]
    [InlineData(typeof(HeldOutName), typeof(HeldOutBy))]
    [InlineData(typeof(EncodingName), typeof(TextEncoding))]
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
            Assert.Equal(name.ToString(), request.Scaling!.Kind.ToString());
        }
    }

    [Fact]
    public void ToRequest_Sources_ArePassedOn()
    {
        var data = new DataSpec { Train = new SourceSpec { Images = "/i", Labels = "/l" }, Test = new SourceSpec { Csv = "/t" } };

        var request = (TestJobs.Digits with { Data = data, Seed = 3 }).ToRequest();

        Assert.Equal(new ArraySource("/i", "/l"), request.Train);
        Assert.Equal(new OtherSource(new TableSource("/t")), request.Test);
        Assert.Equal(3, request.Seed);
        Assert.Null((TestJobs.Digits with { Data = data with { Test = null } }).ToRequest().Test);
        Assert.Equal(new HeldOutRows(0.2), TestJobs.Digits.ToRequest().Test);
        var byTime = TestJobs.Digits.Data with { TestBy = HeldOutName.Time, TestColumn = "day" };
        Assert.Equal(
            new HeldOutRows(0.2) { By = HeldOutBy.Time, Column = "day" }, (TestJobs.Digits with { Data = byTime }).ToRequest().Test);
    }

    [Fact]
    public void ToRequest_Columns_ArePassedOn()
    {
        ColumnSpec[] columns =
        [
            new() { Name = "a", Type = ColumnTypeName.Category, MaxCategories = 7 },
            new() { Name = "b", Missing = MissingName.Refuse, Scaling = ScalingName.Factor, ScaleFactor = 0.5f },
            new() { Name = "c", Type = ColumnTypeName.Date, Format = "d.M.yyyy" },
        ];

        var request = (TestJobs.Digits with { Data = TestJobs.Digits.Data with { Columns = columns } }).ToRequest();

        Assert.Equal(new ColumnOptions { Type = ColumnType.Category, MaxCategories = 7 }, request.Columns["a"]);
        Assert.Equal(new ColumnOptions { Missing = MissingPolicy.Refuse, Scaling = FeatureScaling.By(0.5f) }, request.Columns["b"]);
        Assert.Equal(new ColumnOptions { Type = ColumnType.Date, DateFormat = "d.M.yyyy" }, request.Columns["c"]);
    }

    [Theory]
    [InlineData(Loss.CrossEntropy, 10, null, TargetPreference.Classes)]
    [InlineData(Loss.CrossEntropy, 1, null, TargetPreference.Classes)]
    [InlineData(Loss.Mse, 10, null, TargetPreference.Classes)]
    [InlineData(Loss.Mse, 1, null, TargetPreference.Values)]
    [InlineData(Loss.Huber, 1, null, TargetPreference.Values)]
    [InlineData(Loss.Mse, 1, 15, TargetPreference.Guess)]
    public void ToRequest_LabelsThatAreNumbers_AreWhatTheNetworkIsFor(Loss loss, int outputs, int? hidden, TargetPreference expected)
    {
        var network = TestJobs.Digits.Network with { Dimensions = [64, 15, outputs], Hidden = hidden is { } h ? [h] : null };
        Assert.Equal(expected, (TestJobs.Digits with { Network = network, Loss = loss }).ToRequest().Targets);
    }

    [Theory]
    [InlineData(Activation.Sigmoid, 2, 1)]
    [InlineData(Activation.Softmax, 2, 2)]
    [InlineData(Activation.Sigmoid, 3, 3)]
    public void For_HiddenLayersOnly_GetsTheOthersFromTheData(Activation output, int classes, int outputs)
    {
        var names = Enumerable.Range(0, classes).Select(c => $"{c}").ToArray();
        var train = Dataset.OfClasses(new AlignedBuffer(6), ["a", "b"], [0, 1, 0], names);
        var network = new NetworkSpec { Hidden = [7, 5], Activations = [Activation.Relu, Activation.Relu, output] };

        var spec = (TestJobs.Digits with { Network = network }).For(train);

        Assert.Equal([2, 7, 5, outputs], spec.Network.Dimensions);
        Assert.Equal(spec.ToRequest().Targets, (TestJobs.Digits with { Network = network }).ToRequest().Targets);
    }
}
