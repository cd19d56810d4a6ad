namespace Granary.Benchmarks.Predict;

/// <summary>Feeds rows through a network.</summary>
internal interface ISubject : IDisposable
{
    /// <summary>The outputs of a batch, which may be valid until the next call only.</summary>
    /// <param name="batch">Which batch.</param>
    ReadOnlySpan<float> Run(int batch);
}
