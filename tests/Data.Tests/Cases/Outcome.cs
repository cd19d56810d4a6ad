using Granary.Numerics.Datasets;

namespace Granary.Data.Tests.Cases;

/// <summary>What comes of a table, in few words.</summary>
internal static class Outcome
{
    /// <summary>Rows, features, and what is learned: "120 rows: a, b -> no, yes".</summary>
    public static string Of(TrainingData data)
    {
        var names = string.Join(", ", data.Train.TargetNames.Names);
        var targets = data.Train.Targets switch
        {
            TargetKind.Classes => names,
            TargetKind.Values => $"values of {names}",
            _ => $"yes or no for {names}",
        };
        return $"{data.Train.Rows} rows: {string.Join(", ", data.Train.FeatureNames)} -> {targets}";
    }

    /// <summary>The notes; those about a column that tells nothing are checked to be about <see cref="TrainingData.Ignored"/>.</summary>
    public static string NotesOf(TrainingData data)
    {
        Assert.Equal(data.Ignored.Select(i => $"column {i.Name} ignored: it {i.Reason}"), data.Notes.Where(n => data.Ignored.Any(i => n.StartsWith($"column {i.Name} ignored", StringComparison.Ordinal))));
        return string.Join("; ", data.Notes);
    }
}
