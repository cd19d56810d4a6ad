using System.Globalization;

namespace Granary.Data.Writing;

/// <summary>Writes a table, rows after rows. Numbers are written with as many digits as tell any two float32 apart.</summary>
public abstract class TableWriter : IDisposable
{
    private protected TableWriter(IReadOnlyList<OutputColumn> columns) => Columns = columns;

    /// <summary>The columns.</summary>
    public IReadOnlyList<OutputColumn> Columns { get; }

    /// <summary>Begins a table.</summary>
    /// <param name="output">Where it goes; it is not closed.</param>
    /// <param name="format">Its format.</param>
    /// <param name="columns">Its columns.</param>
    public static TableWriter Create(Stream output, TableOutput format, IReadOnlyList<OutputColumn> columns) => format switch
    {
        TableOutput.JsonLines => new JsonLinesTableWriter(output, columns),
        TableOutput.Parquet => new ParquetTableWriter(output, columns),
        _ => new CsvTableWriter(output, columns),
    };

    /// <summary>Writes rows.</summary>
    public abstract void Write(OutputRows rows);

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes what is left.</summary>
    protected abstract void Dispose(bool disposing);

    private protected static string Text(double number) => number.ToString("G9", CultureInfo.InvariantCulture);
}
