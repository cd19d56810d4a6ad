namespace Granary.Silo.Hosting;

/// <summary>How a silo writes its log.</summary>
internal enum LogFormat
{
    /// <summary>A short line for people.</summary>
    Text,

    /// <summary>An object of JSON a line, for programs.</summary>
    Json,
}
