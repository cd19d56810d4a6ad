namespace Granary.Data.Records;

/// <summary>How a table is kept in a file.</summary>
internal enum TableFormat
{
    /// <summary>Text with separators.</summary>
    Csv,

    /// <summary>A JSON object on each line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
