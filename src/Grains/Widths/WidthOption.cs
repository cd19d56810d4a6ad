namespace Granary.Grains.Widths;

/// <summary>A number of silos that a job may be trained on.</summary>
/// <param name="Silos">The number.</param>
/// <param name="Threads">The compute threads of those of them that get shards, no more than there are cores.</param>
internal readonly record struct WidthOption(int Silos, int Threads);
