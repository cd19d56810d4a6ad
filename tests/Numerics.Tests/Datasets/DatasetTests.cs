using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Tests.Datasets;

public class DatasetTests
{
    private static AlignedBuffer Buffer(params float[] values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    private static void AssertRefused(string words, Func<Dataset> create) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(create).Message);

    [Fact]
    public void ToMatrix_Always_IsACopyInTheSameShape()
    {
        var dataset = Dataset.OfValues(Buffer(1, 2, 3, 4, 5, 6), ["a", "b", "c"], [0, 0], TargetNames.OfValues("y"));
        var matrix = dataset.ToMatrix();
        Assert.Equal(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }, matrix.ToArray());
        matrix[0, 0] = 99;
        Assert.Equal(1f, dataset.Row(0)[0]);
    }

    [Fact]
    public void Create_LengthsThatDoNotFit_SaysThem()
    {
        AssertRefused("Found 3 features and 2 names", () => Dataset.OfValues(Buffer(1, 2, 3), ["a", "b"], [1], TargetNames.OfValues("y")));
        AssertRefused("Found 3 targets, expected 2", () => Dataset.OfValues(Buffer(1, 2), ["a"], [1, 2, 3], TargetNames.OfValues("y")));
        AssertRefused("Found 1 targets, expected 2", () => Dataset.OfClasses(Buffer(1, 2), ["a"], [0], ["x", "y"]));
    }

    [Fact]
    public void MaxValues_Always_IsWhatAnArrayHoldsBesideTheAlignment() =>
        Assert.Equal(Dataset.MaxValues, Array.MaxLength - (64 / sizeof(float)));
}
