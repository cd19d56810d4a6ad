namespace Granary.Grains.Interfaces;

/// <summary>
/// The same shards were computed twice, and the gradients differ: one of the two machines computes wrongly. Thrown to the worker
/// whose gradient came second.
/// </summary>
[GenerateSerializer, Alias("granary.DifferentBitsException")]
public sealed class DifferentBitsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="step">The step.</param>
    /// <param name="message">What differs, and where.</param>
    public DifferentBitsException(long step, string message)
        : base(message) => Step = step;

    /// <summary>The step, from 0.</summary>
    [Id(0)]
    public long Step { get; }
}
