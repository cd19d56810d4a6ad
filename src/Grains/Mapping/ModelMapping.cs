using Granary.Data;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models.Descriptions;

namespace Granary.Grains.Mapping;

/// <summary>Turns what is known of a job into the description of its model.</summary>
internal static class ModelMapping
{
    /// <summary>The description of the model that a job will have, without what is known at its end only.</summary>
    public static ModelDescription ToDescription(this JobSpec spec, string jobId, TrainingData data) => new(
        spec.Network.ToShape(),
        data.Encodings,
        new Provenance
        {
            Job = jobId,
            Granary = typeof(ModelMapping).Assembly.GetName().Version!.ToString(3),
            Spec = JobSpecJson.Write(spec),
            DataHash = data.Hash,
        });

    /// <summary>The description of the model of a job that has become another one.</summary>
    public static ModelDescription With(this ModelDescription description, JobSpec spec) =>
        description with { Provenance = description.Provenance with { Spec = JobSpecJson.Write(spec) } };
}
