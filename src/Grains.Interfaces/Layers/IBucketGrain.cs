using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Layers;

/// <summary>
/// The door through which workers of other silos exchange gradients for weights with some slices of its silo: a bucket. The
/// slices of a small network travel in one message that way, since the number of messages decides its pace; a large slice
/// is a bucket of its own. Its key is made by <see cref="GrainKeys.Bucket"/>.
/// </summary>
[Alias("granary.IBucketGrain")]
public interface IBucketGrain : IGrainWithStringKey
{
    /// <summary>Learns which slices it stands for; they are prepared before anybody exchanges.</summary>
    /// <param name="assignment">The bucket.</param>
    [Alias("Prepare")]
    Task Prepare(BucketAssignment assignment);

    /// <summary>Takes a gradient for each slice and answers with their weights after the update, as <see cref="ILayerGrain"/> tells.</summary>
    /// <param name="gradients">The gradients of some nodes of the shard tree.</param>
    [AlwaysInterleave, ResponseTimeout("00:10:00"), Alias("Exchange")]
    ValueTask<BucketWeights> Exchange(BucketGradients gradients);

    /// <summary>Forgets the bucket.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release();
}
