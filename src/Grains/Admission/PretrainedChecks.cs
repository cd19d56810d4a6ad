using Granary.Data;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Models;

namespace Granary.Grains.Admission;

/// <summary>What can be wrong between a job and the weights it begins with.</summary>
internal static class PretrainedChecks
{
    private const string Key = "from";

    /// <summary>Checks them.</summary>
    /// <param name="spec">The job, with its dimensions.</param>
    /// <param name="data">Its data.</param>
    /// <param name="layers">What was read of the file.</param>
    public static IEnumerable<Fault> Check(JobSpec spec, TrainingData data, PretrainedLayers layers)
    {
        var fitting = layers.For(spec.Network.ToShape());
        if (fitting.All(l => l is null))
        {
            var found = string.Join(", ", layers.Layers.Select(l => $"{l.Inputs} to {l.Outputs}"));
            yield return new Fault($"found layers of {found}, none of which has the shape of the network's: expected the same dimensions, but for some layers.", Key, spec.From!.Path);
            yield break;
        }

        if (fitting[0] is not null && layers.Features is { } features && !features.SequenceEqual(data.Train.FeatureNames))
        {
            yield return new Fault("found a model of other features, expected one of the same columns and categories.", Key, spec.From!.Path);
        }
    }

    /// <summary>Which layers begin with drawn weights.</summary>
    public static IEnumerable<string> Notes(JobSpec spec, PretrainedLayers layers) => layers.For(spec.Network.ToShape())
        .Select((layer, l) => (layer, l))
        .Where(p => p.layer is null)
        .Select(p => $"layer {p.l + 1} starts anew: the file of \"from\" has no layer of its shape there");
}
