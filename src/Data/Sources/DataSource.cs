namespace Granary.Data.Sources;

/// <summary>Where rows are read from: a <see cref="CsvSource"/> or an <see cref="IdxSource"/>.</summary>
public abstract record DataSource
{
    private protected DataSource()
    {
    }
}

/// <summary>
/// A CSV file (RFC 4180, separated by commas, UTF-8) whose first line names the columns. It may be compressed with gzip.
/// </summary>
/// <param name="Path">The file.</param>
public sealed record CsvSource(string Path) : DataSource;

/// <summary>
/// A pair of IDX files, the format MNIST is published in: unsigned bytes, each file plain or compressed with gzip.
/// </summary>
/// <param name="Images">The file of features: rank 2 or more, the first dimension counts the rows.</param>
/// <param name="Labels">The file of labels: rank 1.</param>
public sealed record IdxSource(string Images, string Labels) : DataSource;
