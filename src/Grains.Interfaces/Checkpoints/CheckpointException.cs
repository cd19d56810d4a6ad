namespace Granary.Grains.Interfaces.Checkpoints;

/// <summary>
/// A file of a checkpoint could not be written, read or removed, or is not what its manifest says. The message tells which file,
/// what was found and expected, and what to do.
/// </summary>
[GenerateSerializer, Alias("granary.CheckpointException")]
public sealed class CheckpointException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which file, and what is wrong with it.</param>
    public CheckpointException(string message)
        : base(message)
    {
    }
}
