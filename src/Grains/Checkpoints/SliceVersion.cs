namespace Granary.Grains.Checkpoints;

/// <summary>A slice of a job's network at one version.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Version">The version of the weights: updates done.</param>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Slice">The slice within its layer, from 0.</param>
internal readonly record struct SliceVersion(string JobId, long Version, int Layer, int Slice);
