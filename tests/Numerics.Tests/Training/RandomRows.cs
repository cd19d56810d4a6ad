using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Tests.Training;

/// <summary>Small data sets of random rows.</summary>
internal static class RandomRows
{
    public static Dataset OfClasses(int rows, int features, int classes, int seed)
    {
        var random = new Random(seed);
        var labels = new int[rows];
        for (var r = 0; r < rows; r++)
        {
            labels[r] = random.Next(classes);
        }

        return Dataset.OfClasses(
            Features(random, rows * features), Names("x", features), labels, Names("class ", classes));
    }

    public static Dataset OfValues(int rows, int features, int seed)
    {
        var random = new Random(seed);
        var values = new float[rows];
        foreach (ref var value in values.AsSpan())
        {
            value = (float)(random.NextDouble() - 0.5);
        }

        return Dataset.OfValues(Features(random, rows * features), Names("x", features), values, TargetNames.OfValues("y"));
    }

    /// <summary>Targets for a network with so many outputs: values for one, else a class for each.</summary>
    public static Dataset For(int rows, int features, int outputs, int seed) =>
        outputs == 1 ? OfValues(rows, features, seed) : OfClasses(rows, features, outputs, seed);

    private static AlignedBuffer Features(Random random, int length)
    {
        var features = new AlignedBuffer(length);
        foreach (ref var value in features.Span)
        {
            value = (float)((2 * random.NextDouble()) - 1);
        }

        return features;
    }

    private static string[] Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];
}
