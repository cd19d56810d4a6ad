using Granary.Requests.JobFiles;

namespace Granary.Client.Tests.Examples;

public sealed class ExampleTests
{
    [Theory]
    [InlineData("digits.json", 1135)]
    [InlineData("fashion-mnist.json", 109386)]
    public void Example_Read_IsAJobWithoutFault(string name, int parameters)
    {
        var file = JobFile.Read(Path.Combine("examples", name), []);

        Assert.Empty(file.Faults);
        var dimensions = file.Spec!.Network.Dimensions;
        Assert.Equal(parameters, dimensions.Zip(dimensions.Skip(1), (inputs, outputs) => (inputs + 1) * outputs).Sum());
        Assert.Equal(Path.GetFileNameWithoutExtension(name), file.Spec.Name);
    }

    [Fact]
    public void Digits_Data_IsThere() =>
        Assert.True(File.Exists(JobFile.Read("examples/digits.json", []).Spec!.Data.Train.Csv));

    [Fact]
    public void EveryExample_IsTested() =>
        Assert.Equal(
            ["digits.json", "fashion-mnist.json", "granary-job.schema.json"],
            Directory.GetFiles("examples", "*.json").Select(Path.GetFileName).Order());
}
