using Granary.Formulas.Activations;
using Granary.Grains.Admission;
using Granary.Grains.Interfaces.Jobs;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Grains.Tests.Admission;

public sealed class DataChecksTests
{
    private static readonly Dataset ThreeClasses = Dataset.OfClasses(new AlignedBuffer(8), ["a", "b"], [0, 1, 2, 0], ["x", "y", "z"]);
    private static readonly Dataset TwoClasses = Dataset.OfClasses(new AlignedBuffer(8), ["a", "b"], [0, 1, 1, 0], ["no", "yes"]);
    private static readonly Dataset Values = Dataset.OfValues(new AlignedBuffer(8), ["a", "b"], [1, 2, 3, 4], TargetNames.OfValues("y"));

    [Fact]
    public void Check_FittingJobs_FindsNothing()
    {
        Assert.Empty(DataChecks.Check(Job(2, 3), ThreeClasses));
        Assert.Empty(DataChecks.Check(Job(2, 2), TwoClasses));
        Assert.Empty(DataChecks.Check(Job(2, 1), TwoClasses));
        Assert.Empty(DataChecks.Check(Job(2, 1), Values));
    }

    [Fact]
    public void Check_EverythingWrong_FindsEverything()
    {
        var faults = DataChecks.Check(Job(7, 5) with { BatchSize = 5 }, ThreeClasses).ToArray();

        Assert.Equal(["network.dimensions[0]", "network.dimensions[2]", "batchSize"], faults.Select(f => f.Key));
        Assert.Equal("found 7, but the data has 2 features: expected 2.", faults[0].Message);
        Assert.Equal("found 5, but the data has 3 classes (x, y, z): expected 3.", faults[1].Message);
        Assert.Equal("found 5, but there are 4 training rows: expected at most 4.", faults[2].Message);
    }

    [Fact]
    public void Check_OutputsForTwoClassesOrValues_SaysWhatFits()
    {
        Assert.EndsWith("expected 2 or 1.", DataChecks.Check(Job(2, 3), TwoClasses).Single().Message);
        Assert.EndsWith("a number to predict: expected 1.", DataChecks.Check(Job(2, 3), Values).Single().Message);
    }

    [Fact]
    public void Check_ManyClasses_NamesTheFirst()
    {
        var names = Enumerable.Range(0, 12).Select(i => $"c{i}").ToArray();
        var data = Dataset.OfClasses(new AlignedBuffer(24), ["a", "b"], [.. Enumerable.Range(0, 12)], names);

        Assert.Contains("12 classes (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, ...)", DataChecks.Check(Job(2, 3), data).Single().Message);
    }

    [Fact]
    public void Check_ActivationsBeyondMemory_IsRefused()
    {
        var spec = Job(2, 3) with { Network = new NetworkSpec { Dimensions = [2, 600_000_000, 3], Activations = new Activation[2] } };

        var fault = DataChecks.Check(spec with { BatchSize = 2 }, ThreeClasses).Single();

        Assert.Equal("batchSize", fault.Key);
        Assert.Contains("600000000 neurons does not fit into memory: expected at most 1.", fault.Message);
    }

    private static JobSpec Job(int inputs, int outputs) => TestJobs.Digits with
    {
        Network = new NetworkSpec { Dimensions = [inputs, 4, outputs], Activations = new Activation[2] },
        BatchSize = 2,
    };
}
