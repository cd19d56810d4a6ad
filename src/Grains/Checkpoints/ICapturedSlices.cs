using Granary.Grains.Interfaces.Checkpoints;

namespace Granary.Grains.Checkpoints;

/// <summary>The slices of a job, as a checkpoint sees them.</summary>
internal interface ICapturedSlices
{
    /// <summary>Has all slices set a copy of a version aside. Returns when they may change.</summary>
    Task Capture(long version);

    /// <summary>
    /// Waits until the copies are written, and gives their files in the order of the slices. Of all, also where one could not be written:
    /// the next capture finds none that is still being written.
    /// </summary>
    /// <exception cref="CheckpointException">One could not be written.</exception>
    Task<CheckpointEntry[]> Captured(long version);
}
