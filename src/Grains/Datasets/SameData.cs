using Granary.Data;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Datasets;

/// <summary>
/// Whether what a silo has read is what the coordinator had when the job was submitted. Silos of several machines may have other files
/// under the same path, and a file may be changed under a job.
/// </summary>
internal static class SameData
{
    public static IEnumerable<Fault> Check(DataFacts expected, TrainingData found, DataSpec spec)
    {
        var faults = CheckShape(expected, found, spec).ToArray();
        return faults.Length > 0 || expected.Hash is null || expected.Hash == found.Hash
            ? faults
            : [Other("data.train", spec.Train.Csv ?? spec.Train.Images, "other numbers or labels", "the same")];
    }

    private static IEnumerable<Fault> CheckShape(DataFacts expected, TrainingData found, DataSpec spec)
    {
        var train = spec.Train.Csv ?? spec.Train.Images;
        var test = spec.Test?.Csv ?? spec.Test?.Images ?? train;
        if (found.Train.Rows != expected.TrainRows)
        {
            yield return Other("data.train", train, $"{found.Train.Rows} training rows", $"{expected.TrainRows}");
        }

        if ((found.Validation?.Rows ?? 0) != expected.ValidationRows)
        {
            var validation = spec.Validation?.Source?.Csv ?? spec.Validation?.Source?.Images ?? train;
            yield return Other("data.validation", validation, $"{found.Validation?.Rows ?? 0} validation rows", $"{expected.ValidationRows}");
        }

        if ((found.Test?.Rows ?? 0) != expected.TestRows)
        {
            yield return Other("data.test", test, $"{found.Test?.Rows ?? 0} test rows", $"{expected.TestRows}");
        }

        if (found.Train.FeatureCount != expected.Features)
        {
            yield return Other("data.train", train, $"{found.Train.FeatureCount} features", $"{expected.Features}");
        }

        if (!found.Train.ClassNames.SequenceEqual(expected.Classes))
        {
            yield return Other("data.train", train, Classes(found.Train.ClassNames), Classes(expected.Classes));
        }
    }

    private static Fault Other(string key, string? file, string found, string expected) => new(
        $"found {found}, expected {expected} as when the job was submitted: have the same file on all silos, and leave it as it is while "
        + "a job trains on it.",
        key,
        file);

    private static string Classes(IReadOnlyList<string> names) => names.Count == 0 ? "no classes" : $"the classes {string.Join(", ", names)}";
}
