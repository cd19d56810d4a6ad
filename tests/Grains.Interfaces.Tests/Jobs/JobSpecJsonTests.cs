using System.Text.Json.Nodes;
using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tests.Jobs;

public sealed class JobSpecJsonTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSameJob()
    {
        var spec = JobSpecs.Valid with
        {
            Data = new DataSpec
            {
                Train = new SourceSpec { Csv = "/data/größe \"1\".csv" },
                Labels = ["a", "b"],
                Features = ["c"],
                Scaling = ScalingName.MinMax,
                TestFraction = 0.1,
                TestBy = HeldOutName.Time,
                TestColumn = "day",
                Validation = new HeldOutSpec { Source = new SourceSpec { Csv = "/v.csv" } },
                Csv = new CsvSpec { Separator = ";", Header = false, Encoding = EncodingName.Utf16BigEndian },
                Columns = [new ColumnSpec { Name = "c", Type = ColumnTypeName.Date, Format = "d.M.yyyy", Missing = MissingName.Mean }],
            },
            Network = new NetworkSpec
            {
                Dimensions = [3, 5, 2], Hidden = [5], Activations = [Activation.LeakyRelu, Activation.Softmax], Initializer = Initializer.Xavier,
            },
            Loss = Loss.CrossEntropy,
            Optimizer = new OptimizerSpec { Name = OptimizerKind.AdamW, LearningRate = 0.1f, Numbers = [new OptimizerNumber("weightDecay", 1e-7f)] },
            Seed = long.MinValue,
            Schedule = new ScheduleSpec { Name = ScheduleKind.OneCycle, WarmupSteps = 5, PctStart = 0.1 },
            ClassWeights = new ClassWeightsSpec { Given = [new ClassWeight("a", 0.1f)] },
            EarlyStopping = new EarlyStoppingSpec { Metric = MetricName.R2, MinDelta = 0.1 },
            Wire = WireName.Bfloat16,
            Checkpoint = new CheckpointSpec { EverySteps = 7, Keep = 2 },
        };

        var json = JobSpecJson.Write(spec);
        var read = JobSpecJson.Read((JsonObject)JsonNode.Parse(json.ToJsonString())!);

        Assert.Equal(json.ToJsonString(), JobSpecJson.Write(read).ToJsonString());
        Assert.Equal(spec.Optimizer, read.Optimizer);
        Assert.Equal(spec.Data.Csv, read.Data.Csv);
        Assert.Equal(spec.Data.Columns, read.Data.Columns);
        Assert.Equal((spec.Seed, spec.Wire, spec.Checkpoint), (read.Seed, read.Wire, read.Checkpoint));
        Assert.Equal(spec.Network.Dimensions, read.Network.Dimensions);
        Assert.Equal((spec.Schedule, spec.EarlyStopping, spec.Data.Validation), (read.Schedule, read.EarlyStopping, read.Data.Validation));
        Assert.Equal(spec.ClassWeights.Given, read.ClassWeights!.Given);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"name\":\"a\"}")]
    [InlineData("{\"name\":3}")]
    public void Read_NoJob_SaysSo(string json) =>
        Assert.Contains("a job that is damaged", Assert.Throws<FormatException>(() => JobSpecJson.Read((JsonObject)JsonNode.Parse(json)!)).Message);
}
