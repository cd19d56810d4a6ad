using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.JobFiles;

public sealed class SettingsTests : JobFileTestBase
{
    [Fact]
    public void Read_Settings_ReplaceAndAddValues()
    {
        var spec = Read(
            Valid,
            "optimizer.learningRate=0.5",
            "network.dimensions=[4,3]",
            "network.activations=[\"sigmoid\"]",
            "loss=mse",
            "name=2024",
            "data.train.images=i.gz",
            "data.train.labels=l.gz",
            "checkpoint.everySeconds=5",
            "steps=10",
            "steps=20").Spec!;

        Assert.Equal(0.5f, spec.Optimizer.LearningRate);
        Assert.Equal([4, 3], spec.Network.Dimensions);
        Assert.Equal([Activation.Sigmoid], spec.Network.Activations);
        Assert.Equal(Loss.Mse, spec.Loss);
        Assert.Equal("2024", spec.Name);
        Assert.Equal(new SourceSpec { Images = Path.Combine(Folder, "i.gz"), Labels = Path.Combine(Folder, "l.gz") }, spec.Data.Train);
        Assert.Equal(20, spec.Steps);
        Assert.Equal(3, spec.Epochs);
        Assert.Equal(new CheckpointSpec { EverySeconds = 5 }, spec.Checkpoint);
    }

    [Fact]
    public void Read_SettingInPlaceOfAWrongValue_CuresIt()
    {
        var wrong = Valid.Replace("16", "\"many\"", StringComparison.Ordinal);

        Assert.Single(Faults(wrong));
        Assert.Empty(Faults(wrong, "batchSize=16"));
    }

    [Theory]
    [InlineData("optimizer.learningRate=-1", "--set optimizer.learningRate=-1: found -1, expected a finite number above 0")]
    [InlineData("network.dimensions=[4,0,3]", "--set network.dimensions=[4,0,3]: network.dimensions[1]: found 0, expected at least 1")]
    [InlineData("loss=msee", "--set loss=msee: found \"msee\", expected one of \"mse\", \"crossEntropy\", \"mae\", \"huber\"; did you mean 'mse'?")]
    [InlineData(
        "optimizer.lerningRate=1",
        "--set optimizer.lerningRate=1: found an unknown key, expected one of name, learningRate, momentum, beta1, beta2, epsilon, weightDecay, alpha, learningRateDecay, clipValue, clipNorm; did you mean 'learningRate'?")]
    [InlineData("optimiser.name=sgd", "--set optimiser.name=sgd: optimiser: found an unknown key, expected one of")]
    [InlineData("batchSize", "--set batchSize: expected KEY=VALUE with a key from the job file")]
    [InlineData("=1", "--set =1: expected KEY=VALUE")]
    [InlineData("optimizer.=1", "--set optimizer.=1: expected KEY=VALUE")]
    public void Read_WrongSetting_IsAFaultOfTheSetting(string setting, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Faults(Valid, setting)), StringComparison.Ordinal);

    [Fact]
    public void Read_FaultsOfFileAndSettings_ListsSettingsLast()
    {
        var faults = Faults(Valid.Replace("16", "0", StringComparison.Ordinal), "name=a b", "seed=x");

        Assert.Equal(["job.json:7", "--set name", "--set seed"], faults.Select(f => f[..10]));
    }
}
