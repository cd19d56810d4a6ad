using Granary.Data.Columns;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Numerics.Datasets;

namespace Granary.Data.Tests.Features;

/// <summary>Columns become the features that scikit-learn makes of them.</summary>
public class FeatureTests
{
    // Features are rounded to float32, and numbers once before: they are of about 1, so that both together stay below this.
    private const double Near = 1e-6;

    private static readonly Dictionary<string, ColumnOptions> Columns = new()
    {
        ["mean"] = new() { Missing = MissingPolicy.Mean },
        ["range"] = new() { Scaling = FeatureScaling.MinMax },
        ["raw"] = new() { Scaling = FeatureScaling.None },
        ["large with holes"] = new() { Scaling = FeatureScaling.MinMax },
        ["town"] = new() { MaxCategories = 7 },
        ["shop"] = new() { MaxCategories = 4 },
        ["rare"] = new() { MaxCategories = 2 },
        ["code"] = new() { Type = ColumnType.Category },
    };

    private static readonly Lazy<TrainingData> Loaded = new(() => TrainingData.Load(new DataRequest(Source("train.csv"))
    {
        Labels = ["label"],
        Columns = Columns,
        Test = new OtherSource(Source("test.csv")),
    }));

    public static TheoryData<string> Names => [.. ReferenceFeature.ReadAll().Select(f => f.Name)];

    private static TrainingData Data => Loaded.Value;

    [Fact]
    public void Load_Features_HaveTheOrderOfTheReference()
    {
        Assert.Equal(Names.Select(n => n.Data), Data.Train.FeatureNames);
        Assert.Empty(Data.Ignored);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_Feature_IsThatOfScikitLearn(string name)
    {
        var expected = ReferenceFeature.ReadAll().Single(f => f.Name == name);
        AssertNear(expected.Train, Data.Train, name);
        AssertNear(expected.Test, Data.Test!, name);
    }

    // Rows are read to be predicted as test rows are.
    [Fact]
    public void ReadWithoutTargets_TestRows_GetTheSameBits() => Assert.Equal(
        Data.Test!.Features.Span.ToArray(), Data.Encodings.ReadWithoutTargets(Source("test.csv")).Features.Span.ToArray());

    [Theory]
    [InlineData("colour")]
    [InlineData("town")]
    [InlineData("shop")]
    [InlineData("side")]
    [InlineData("mark")]
    [InlineData("rare")]
    [InlineData("code")]
    public void Load_UnseenCategories_AreToldByColumn(string column) =>
        Assert.Contains(Data.Notes, note => note.EndsWith($" a {column} that no training row has", StringComparison.Ordinal));

    private static TableSource Source(string file) => new(ReferenceFeature.PathOf(file));

    private static void AssertNear(double[] expected, Dataset found, string name)
    {
        var at = found.FeatureNames.ToList().IndexOf(name);
        Assert.True(at >= 0, $"There is no feature {name} among {string.Join(", ", found.FeatureNames)}.");
        Assert.Equal(expected.Length, found.Rows);
        for (var row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row], found.Row(row)[at], Near);
        }
    }
}
