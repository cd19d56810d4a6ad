using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.JobFiles;

public sealed class JobFileTests : JobFileTestBase
{
    [Fact]
    public void Read_ShortJob_TakesDefaults()
    {
        var spec = Read(Valid).Spec!;

        Assert.Equal("iris", spec.Name);
        Assert.Equal(Path.Combine(Folder, "iris.csv"), spec.Data.Train.Csv);
        Assert.Equal(("species", 0.25, (ScalingName?)null), (spec.Data.Labels.Single(), spec.Data.TestFraction, spec.Data.Scaling));
        Assert.Null(spec.Data.Features);
        Assert.Equal(new CsvSpec(), spec.Data.Csv);
        Assert.Equal([4, 8, 3], spec.Network.Dimensions);
        Assert.Equal([Activation.Relu, Activation.Softmax], spec.Network.Activations);
        Assert.Equal(Initializer.Xavier, spec.Network.Initializer);
        Assert.Equal(Loss.CrossEntropy, spec.Loss);
        Assert.Equal(new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.01f }, spec.Optimizer);
        Assert.Null(spec.Silos);
        Assert.Equal((16, 3, null, 1, 8, 1), (spec.BatchSize, spec.Epochs, spec.Steps, spec.Seed, spec.Shards, spec.WorkersPerSilo));
        Assert.Equal(WireName.Float32, spec.Wire);
        Assert.Equal(new CheckpointSpec(), spec.Checkpoint);
    }

    [Fact]
    public void Read_FormOfCsv_IsTaken()
    {
        const string Form = """, "separator": "\t", "decimal": ",", "thousands": ".", "header": false, "encoding": "windows1252" """;

        var spec = Read(Valid.Replace("\"iris.csv\"", "\"iris.csv\"" + Form, StringComparison.Ordinal)).Spec!;

        Assert.Equal(
            new CsvSpec { Separator = "\t", DecimalMark = ",", ThousandsMark = ".", Header = false, Encoding = EncodingName.Windows1252 },
            spec.Data.Csv);
    }

    [Fact]
    public void Read_JobWithEveryKey_TakesEveryValue()
    {
        var spec = Read("""
            {
              "$schema": "granary-job.schema.json",
              "name": "all",
              "data": {
                "train": { "images": "a/images.gz", "labels": "/b/labels.gz" },
                "label": "x", "features": ["y", "z"], "scale": 0.5,
                "test": { "images": "c", "labels": "d" }
              },
              "network": { "dimensions": [2, 1], "activations": ["leakyRelu"], "initializer": "he" },
              "loss": "mse",
              "optimizer": {
                "name": "adamw", "learningRate": 1e-3, "momentum": 0.1, "beta1": 0.2, "beta2": 0.3, "epsilon": 0.4, "weightDecay": 0.5
              },
              "batchSize": 7, "epochs": 8, "steps": 3000000000, "seed": -9, "shards": 16, "workersPerSilo": 3, "silos": 5, "wire": "bfloat16",
              "checkpoint": { "everySteps": 5000000000, "everySeconds": 2.5, "keep": 4 }
            }
            """).Spec!;

        Assert.Equal(
            new SourceSpec { Images = Path.Combine(Folder, "a", "images.gz"), Labels = Path.GetFullPath("/b/labels.gz") },
            spec.Data.Train);
        Assert.Equal(new SourceSpec { Images = Path.Combine(Folder, "c"), Labels = Path.Combine(Folder, "d") }, spec.Data.Test);
        Assert.Equal(("x", ScalingName.Factor, 0.5f, 0.0), (spec.Data.Labels.Single(), spec.Data.Scaling, spec.Data.ScaleFactor, spec.Data.TestFraction));
        Assert.Equal(["y", "z"], spec.Data.Features!);
        Assert.Equal([Activation.LeakyRelu], spec.Network.Activations);
        Assert.Equal(Initializer.He, spec.Network.Initializer);
        Assert.Equal(
            new OptimizerSpec
            {
                Name = OptimizerKind.AdamW,
                LearningRate = 0.001f,
                Numbers = [new("momentum", 0.1f), new("beta1", 0.2f), new("beta2", 0.3f), new("epsilon", 0.4f), new("weightDecay", 0.5f)],
            },
            spec.Optimizer);
        Assert.Equal((7, 8, 3000000000L, -9, 16, 3), (spec.BatchSize, spec.Epochs, spec.Steps, spec.Seed, spec.Shards, spec.WorkersPerSilo));
        Assert.Equal(5, spec.Silos);
        Assert.Equal(WireName.Bfloat16, spec.Wire);
        Assert.Equal(new CheckpointSpec { EverySteps = 5000000000, EverySeconds = 2.5, Keep = 4 }, spec.Checkpoint);
    }

    [Theory]
    [InlineData("\"standardize\"", ScalingName.Standardize)]
    [InlineData("\"minmax\"", ScalingName.MinMax)]
    [InlineData("\"none\"", ScalingName.None)]
    [InlineData("2", ScalingName.Factor)]
    public void Read_Scale_TakesNamesAndNumbers(string scale, ScalingName expected) =>
        Assert.Equal(expected, Read(Valid, $"data.scale={scale}").Spec!.Data.Scaling);

    [Fact]
    public void Read_Columns_TakesTypesAndObjects()
    {
        var columns = Read(
            Valid,
            "data.columns.age={\"type\": \"number\", \"missing\": \"mean\", \"scale\": \"minmax\"}",
            "data.columns.ticket=ignore",
            "data.columns.town={\"maxCategories\": 20}",
            "data.columns.day={\"type\": \"date\", \"format\": \"d.M.yyyy\", \"scale\": 2}").Spec!.Data.Columns;

        Assert.Equal(
            [
                new ColumnSpec { Name = "age", Type = ColumnTypeName.Number, Missing = MissingName.Mean, Scaling = ScalingName.MinMax },
                new ColumnSpec { Name = "ticket", Type = ColumnTypeName.Ignore },
                new ColumnSpec { Name = "town", MaxCategories = 20 },
                new ColumnSpec { Name = "day", Type = ColumnTypeName.Date, Format = "d.M.yyyy", Scaling = ScalingName.Factor, ScaleFactor = 2 },
            ],
            columns);
    }

    [Fact]
    public void Read_HowAJobIsTrained_IsRead()
    {
        var spec = Read(
            Valid,
            "data.validation={\"fraction\": 0.1, \"by\": \"row\"}",
            "data.weight=often",
            "network.dropout=0.25",
            "network.normalization=layer",
            "optimizer.clipNorm=2",
            "labelSmoothing=0.125",
            "classWeights={\"setosa\": 2, \"virginica\": 0.5}",
            "schedule={\"name\": \"oneCycle\", \"warmupEpochs\": 1, \"steps\": 50, \"pctStart\": 0.4, \"divFactor\": 10, \"finalDivFactor\": 100}",
            "earlyStopping={\"metric\": \"f1\", \"patience\": 3, \"minDelta\": 0.01, \"restoreBest\": false}").Spec!;

        Assert.Equal(new HeldOutSpec { Fraction = 0.1, By = HeldOutName.Row }, spec.Data.Validation);
        Assert.Equal("often", spec.Data.Weight);
        Assert.Equal([0.25], spec.Network.Dropout);
        Assert.Equal([NormalizationName.Layer], spec.Network.Normalization);
        Assert.Contains(new OptimizerNumber("clipNorm", 2), spec.Optimizer.Numbers);
        Assert.Equal(0.125f, spec.LabelSmoothing);
        Assert.Equal([new ClassWeight("setosa", 2), new ClassWeight("virginica", 0.5f)], spec.ClassWeights!.Given);
        Assert.Equal(
            new ScheduleSpec { Name = ScheduleKind.OneCycle, WarmupEpochs = 1, Steps = 50, PctStart = 0.4, DivFactor = 10, FinalDivFactor = 100 },
            spec.Schedule);
        Assert.Equal(new EarlyStoppingSpec { Metric = MetricName.F1, Patience = 3, MinDelta = 0.01, RestoreBest = false }, spec.EarlyStopping);
    }

    [Fact]
    public void Read_ShortForms_AreRead()
    {
        var spec = Read(
            Valid, "data.validation=0.2", "network.dropout=[0.5]", "classWeights=balanced", "schedule=cosine", "earlyStopping={}").Spec!;

        Assert.Equal(new HeldOutSpec { Fraction = 0.2 }, spec.Data.Validation);
        Assert.Equal([0.5], spec.Network.Dropout);
        Assert.True(spec.ClassWeights!.Balanced);
        Assert.Equal(new ScheduleSpec { Name = ScheduleKind.Cosine }, spec.Schedule);
        Assert.Equal(new EarlyStoppingSpec(), spec.EarlyStopping);
    }

    [Theory]
    [InlineData("data.validation=0", "found 0, expected a fraction of the training rows above 0")]
    [InlineData("data.validation=1", "found 1, expected a fraction of the rows from 0 to below 1")]
    [InlineData("network.dropout=1", "network.dropout[0]: found 1, expected a share of the neurons from 0 to below 1")]
    [InlineData("network.dropout=[0.1, 0.2]", "found 2 for 1 hidden layers")]
    [InlineData("network.normalization=batch", "network.normalization=batch: found \"batch\", which would make the result of a row depend on the other rows")]
    [InlineData("network.normalization=[\"batchNorm\"]", "expected \"layer\", which normalizes each row by itself")]
    [InlineData("network.normalization=laier", "did you mean 'layer'?")]
    [InlineData("network.normalization=[\"layer\", \"none\"]", "found 2 for 1 hidden layers")]
    [InlineData("labelSmoothing=1", "found 1, expected a number from 0 to below 1")]
    [InlineData("classWeights=unbalanced", "found \"unbalanced\", expected \"balanced\", or an object with a number for each class")]
    [InlineData("classWeights={\"setosa\": -1}", "classWeights.setosa: found -1, expected a finite number of at least 0")]
    [InlineData("schedule=cosin", "found \"cosin\", expected one of \"constant\", \"step\", \"exponential\", \"cosine\", \"oneCycle\", \"plateau\"; did you mean 'cosine'?")]
    [InlineData("schedule=step", "schedule.everyEpochs: found nothing, expected 'everyEpochs' or 'everySteps'")]
    [InlineData("schedule=exponential", "schedule.gamma: found nothing")]
    [InlineData("schedule={\"name\": \"cosine\", \"gamma\": 0.5}", "schedule.gamma: found a number that the schedule \"cosine\" does not use")]
    [InlineData("schedule={\"name\": \"step\", \"everySteps\": 5, \"everyEpochs\": 5}", "schedule.everyEpochs: found 'everySteps' and 'everyEpochs', expected one of them")]
    [InlineData("schedule={\"name\": \"cosine\", \"warmupSteps\": 0}", "schedule.warmupSteps: found 0, expected at least 1")]
    [InlineData("schedule=plateau", "schedule=plateau: found no 'data.validation', expected it")]
    [InlineData("schedule={\"name\": \"plateau\", \"patience\": -1}", "schedule.patience: found -1, expected at least 0 evaluations")]
    [InlineData("schedule={\"name\": \"plateau\", \"gamma\": 1}", "schedule.gamma: found 1, expected a number below 1")]
    [InlineData("schedule={\"name\": \"plateau\", \"metric\": \"rmse\"}", "schedule.metric: found \"rmse\", which is of numbers that are predicted")]
    [InlineData("schedule={\"name\": \"cosine\", \"patience\": 3}", "schedule.patience: found a number that the schedule \"cosine\" does not use")]
    [InlineData("earlyStopping={}", "found no 'data.validation', expected it")]
    [InlineData("earlyStopping={\"metric\": \"rmse\"}", "earlyStopping.metric: found \"rmse\", which is of numbers that are predicted")]
    [InlineData("earlyStopping={\"patience\": 0}", "earlyStopping.patience: found 0, expected at least 1 evaluation")]
    public void Read_WrongWayToTrain_SaysWhatIsExpected(string setting, string expected) =>
        Assert.Contains(Read(Valid, setting).Faults, f => f.ToString().Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("data.columns.age=nummer", "found \"nummer\", expected one of \"number\", \"category\", \"boolean\", \"date\", \"ignore\"; did you mean 'number'?")]
    [InlineData("data.columns.age=5", "found 5, expected the column's type, or an object")]
    [InlineData("data.columns=5", "found 5, expected an object")]
    [InlineData("data.columns.age={\"typ\": \"date\"}", "data.columns.age.typ: found an unknown key, expected one of type, missing, scale, maxCategories, format")]
    [InlineData("data.columns.age={\"maxCategories\": 1}", "data.columns.age.maxCategories: found 1, expected a whole number from 2 to 10000")]
    [InlineData("data.columns.age={\"type\": \"date\", \"format\": \"%\"}", "data.columns.age.format: found \"%\", expected how dates are written")]
    [InlineData("data.columns.age={\"type\": \"number\", \"format\": \"d.M.yyyy\"}", "data.columns.age.format: found \"d.M.yyyy\", which means nothing for a column of the type \"number\"")]
    [InlineData("data.columns.species=ignore", "data.columns.species.type: found \"ignore\", which means nothing for a label")]
    [InlineData("data.test={\"fraction\": 0.2, \"by\": \"time\"}", "data.test.column: found no column, expected the one by whose times rows are held out")]
    [InlineData("data.test={\"fraction\": 0.2, \"by\": \"class\", \"column\": \"a\"}", "data.test.column: found \"a\", expected no column")]
    [InlineData("data.test={\"by\": \"class\"}", "data.test.fraction: found nothing, expected a value")]
    [InlineData("data.test={\"fraction\": 0.2, \"by\": \"group\", \"column\": \"species\"}", "data.test.column: found the label, expected another column")]
    [InlineData("data.test={\"fraction\": 0.2, \"images\": \"x\"}", "found files and a 'fraction'")]
    [InlineData("data.label=[\"a\", \"a\"]", "found the label 'a' again")]
    [InlineData("data.label=[]", "found no label")]
    [InlineData("network.hidden=[3]", "network.dimensions: found 'dimensions' and 'hidden', expected one of them")]
    public void Read_WrongColumnsLabelsAndTests_SayWhatIsExpected(string setting, string expected) =>
        Assert.Contains(Read(Valid, setting).Faults, f => f.ToString().Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Read_SeveralLabelsHiddenLayersAndTestByTime_AreRead()
    {
        var text = Valid.Replace("\"dimensions\": [4, 8, 3]", "\"hidden\": [8]", StringComparison.Ordinal);

        var spec = Read(text, "data.label=[\"a\", \"b\"]", "data.test={\"fraction\": 0.25, \"by\": \"time\", \"column\": \"day\"}").Spec!;

        Assert.Equal(["a", "b"], spec.Data.Labels);
        Assert.Equal((0.25, HeldOutName.Time, "day"), (spec.Data.TestFraction, spec.Data.TestBy, spec.Data.TestColumn));
        Assert.Equal([8], spec.Network.Hidden!);
        Assert.Empty(spec.Network.Dimensions);
    }

    [Fact]
    public void Read_SecondCsvForTest_IsASource()
    {
        var data = Read(Valid.Replace("0.25", "\"../test.csv\"", StringComparison.Ordinal)).Spec!.Data;

        Assert.Equal(Path.GetFullPath(Path.Combine(Folder, "..", "test.csv")), data.Test!.Csv);
        Assert.Equal(0, data.TestFraction);
    }

    [Fact]
    public void Read_ByteOrderMark_ShiftsNoColumn() =>
        Assert.Equal(["job.json:1:2: found an array, expected an object: { \"name\": ..., \"data\": ..., ... }"], Faults("\uFEFF []"));

    [Fact]
    public void Locate_FaultOfTheCluster_IsPlacedByKeyOrByDataFile()
    {
        var file = Read(Valid, "batchSize=400");

        Assert.Equal($"{file.Path}:3:22: data.train: no such file", file.Locate(new Fault("no such file", "data.train", "/x.csv")).ToString());
        Assert.Equal($"{file.Path}:4:31: network.dimensions[0]: wrong", file.Locate(new Fault("wrong", "network.dimensions[0]")).ToString());
        Assert.Equal("--set batchSize=400: too big", file.Locate(new Fault("too big", "batchSize")).ToString());
        Assert.Equal("/x.csv:7:3: data.train: wrong", file.Locate(new Fault("wrong", "data.train", "/x.csv", 7, 3)).ToString());
        Assert.Equal($"{file.Path}: nothing works", file.Locate(new Fault("nothing works")).ToString());
        Assert.Equal($"{file.Path}:1:1: seed: odd", file.Locate(new Fault("odd", "seed")).ToString());
    }
}
