namespace Granary.Data.Writing;

/// <summary>The formats in which tables are written.</summary>
public enum TableOutput
{
    /// <summary>CSV in UTF-8, with commas and a header.</summary>
    Csv,

    /// <summary>JSON lines: an object for each row.</summary>
    JsonLines,

    /// <summary>Parquet.</summary>
    Parquet,
}
