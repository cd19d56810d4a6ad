using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Layers;

/// <summary>
/// Holds one slice of one layer of one job: its weights, biases and optimizer state. Its key is made by
/// <see cref="GrainKeys.Slice"/>.
/// </summary>
/// <remarks>
/// Workers of its own silo reach the slice directly, others through the <see cref="IParcelGrain"/> of their silo's deal.
/// Weights of version <c>v</c> are those after <c>v</c> updates. Each worker sends the gradient of its shards for step <c>v</c> and
/// is answered with version <c>v + 1</c>, once all shards of the mini-batch are covered. A repeated message changes nothing
/// and is answered with what is published; a message of another generation or of a later step is refused.
/// </remarks>
[Alias("granary.ILayerGrain")]
public interface ILayerGrain : IGrainWithStringKey
{
    /// <summary>Draws the first weights.</summary>
    /// <param name="assignment">Which slice of which job.</param>
    [ResponseTimeout("00:05:00"), Alias("Prepare")]
    Task Prepare(SliceAssignment assignment);

    /// <summary>The published weights.</summary>
    /// <param name="generation">The caller's generation.</param>
    [AlwaysInterleave, Alias("Read")]
    ValueTask<SliceWeights> Read(long generation);

    /// <summary>Forgets the slice. Callers that still wait are refused.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release();
}
