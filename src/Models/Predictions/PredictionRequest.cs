namespace Granary.Models.Predictions;

/// <summary>How the rows of a source are predicted. Only <see cref="Keep"/> changes what comes out.</summary>
public sealed record PredictionRequest
{
    /// <summary>Rows that are fed through the network at once, at least 1.</summary>
    public int BatchRows { get; init; } = 1024;

    /// <summary>Threads, at least 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Columns of the source that go into the output, before the predictions.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Told how many rows are done.</summary>
    public Action<long>? Progress { get; init; }
}
