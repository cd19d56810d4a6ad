using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Layers;

/// <summary>
/// The door through which workers of other silos exchange gradients for weights with some slices of its silo: a parcel. The
/// slices of a small network travel in one message that way, since the number of messages decides its pace; a large slice
/// is a parcel of its own. Its key is made by <see cref="GrainKeys.Parcel"/>.
/// </summary>
[Alias("granary.IParcelGrain")]
public interface IParcelGrain : IGrainWithStringKey
{
    /// <summary>Learns which slices it stands for; they are prepared before anybody exchanges.</summary>
    /// <param name="assignment">The parcel.</param>
    [Alias("Prepare")]
    Task Prepare(ParcelAssignment assignment);

    /// <summary>Takes a gradient for each slice and answers with their weights after the update, as <see cref="ILayerGrain"/> tells.</summary>
    /// <param name="gradients">The gradients of some nodes of the shard tree.</param>
    [AlwaysInterleave, ResponseTimeout("00:10:00"), Alias("Exchange")]
    ValueTask<ParcelWeights> Exchange(ParcelGradients gradients);

    /// <summary>Forgets the parcel.</summary>
    [AlwaysInterleave, Alias("Release")]
    Task Release();
}
