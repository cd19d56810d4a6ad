using Granary.Data;
using Granary.Data.Columns;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Formulas.Activations;

namespace Granary.Models.Tests;

/// <summary>Models of all kinds.</summary>
public static class Samples
{
    public static TheoryData<string> All => ["yes or no", "three classes", "values", "several values", "several labels", "mixed columns", "pictures", "pictures, standardized", "normalized layers"];

    public static Trained Train(string kind, TemporaryFolder folder) => kind switch
    {
        "yes or no" => Trained.On(folder, Trained.People(60, "bought", r => r % 4 == 1 ? "yes" : "no"), "bought"),
        "three classes" => Trained.On(folder, Trained.People(60, "size", r => (r % 3) switch { 0 => "small", 1 => "large", _ => "\"middle, \"\"m\"\"\"" }), "size"),
        "values" => Trained.On(folder, Trained.People(60, "price", r => $"{250_000 + (r * 7919 % 100_000)}"), "price"),
        "several values" => Trained.On(folder, Trained.People(60, "width,height", r => $"{r * 0.5},{1000 - (r % 13)}"), "width", "height"),
        "several labels" => Trained.On(folder, Trained.People(60, "cat,dog", r => $"{r % 2},{(r % 3 == 0 ? 1 : 0)}"), "cat", "dog"),
        "mixed columns" => Trained.On(Mixed(folder), Activation.Tanh, Activation.Softmax),
        "normalized layers" => Trained.On(Mixed(folder), Activation.Gelu, Activation.Softmax, isNormalized: true),
        "pictures" => Trained.On(Pictures(folder) with { Scaling = FeatureScaling.By(1 / 255f) }, Activation.Tanh, Activation.Softmax),
        _ => Trained.On(Pictures(folder) with { Scaling = FeatureScaling.Standardize }, Activation.Relu, Activation.Softmax),
    };

    /// <summary>The rows that a model of a kind was trained on.</summary>
    public static DataSource Source(string kind, TemporaryFolder folder) => kind.StartsWith("pictures", StringComparison.Ordinal)
        ? new ArraySource(Path.Combine(folder.Path, "images"), Path.Combine(folder.Path, "labels"))
        : new TableSource(Path.Combine(folder.Path, "train.csv"));

    /// <summary>A table with a column of every kind.</summary>
    public static DataRequest Mixed(TemporaryFolder folder) => new(new TableSource(folder.Write("train.csv", Trained.Mixed(90))))
    {
        Labels = ["size"],
        Columns = new Dictionary<string, ColumnOptions>
        {
            ["share"] = new() { Scaling = FeatureScaling.MinMax },
            ["grams"] = new() { Scaling = FeatureScaling.By(0.001f), Missing = MissingPolicy.Mean },
            ["plain"] = new() { Scaling = FeatureScaling.None },
            ["code"] = new() { Type = ColumnType.Category },
            ["city"] = new() { MaxCategories = 4 },
        },
    };

    private static DataRequest Pictures(TemporaryFolder folder)
    {
        const int Rows = 40;
        const int Pixels = 12;
        byte[] images = [0, 0, 8, 2, 0, 0, 0, Rows, 0, 0, 0, Pixels, .. Enumerable.Range(0, Rows * Pixels).Select(i => (byte)(i * i * 31 % 251))];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, Rows, .. Enumerable.Range(0, Rows).Select(i => (byte)(i % 3))];
        var (first, second) = (Path.Combine(folder.Path, "images"), Path.Combine(folder.Path, "labels"));
        File.WriteAllBytes(first, images);
        File.WriteAllBytes(second, labels);
        return new DataRequest(new ArraySource(first, second));
    }
}
