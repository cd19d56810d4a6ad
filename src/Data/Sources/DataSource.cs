namespace Granary.Data.Sources;

/// <summary>Where rows are read from: a <see cref="TableSource"/> or an <see cref="ArraySource"/>.</summary>
public abstract record DataSource
{
    private protected DataSource()
    {
    }
}

/// <summary>
/// The file of a table: CSV, with quotes as in RFC 4180, JSON lines, or Parquet. Its content says which; how a CSV file writes its records
/// is guessed where <see cref="DataRequest.Csv"/> does not say. It may be compressed with gzip, or be the only file in a zip file.
/// </summary>
/// <param name="Path">The file.</param>
public sealed record TableSource(string Path) : DataSource;

/// <summary>
/// A pair of array files, each in IDX, the format MNIST is published in, or in NumPy's npy format: plain, compressed with gzip, or the
/// only one in a zip file. Which format it is, its content says.
/// </summary>
/// <param name="Images">The file of features: any rank, the first dimension counts the rows.</param>
/// <param name="Labels">The file of labels: rank 1, or more where one column is chosen.</param>
public sealed record ArraySource(string Images, string Labels) : DataSource;
