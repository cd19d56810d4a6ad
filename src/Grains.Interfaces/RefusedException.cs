namespace Granary.Grains.Interfaces;

/// <summary>A message that came too late or from a part of the cluster that was given up. Its sender has to stop.</summary>
[GenerateSerializer, Alias("granary.RefusedException")]
public sealed class RefusedException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Who refused what, and why.</param>
    public RefusedException(string message)
        : base(message)
    {
    }
}
