namespace Granary.Clustering.Storage;

/// <summary>A file that should hold a grain's state and does not. The message names it and says what to do.</summary>
[GenerateSerializer, Alias("granary.StateFileException")]
public sealed class StateFileException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which file, what was found, what was expected, what to do.</param>
    public StateFileException(string message)
        : base(message)
    {
    }
}
