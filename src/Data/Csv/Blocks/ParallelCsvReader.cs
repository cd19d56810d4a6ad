using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Records;
using Granary.Data.Tables;

namespace Granary.Data.Csv.Blocks;

/// <summary>Reads a CSV file block by block, on all cores.</summary>
/// <remarks>
/// It is for files without faults. When anything is unusual, from a record with a field too many to a quote in a wrong place, it gives up, and the
/// file is read again by <see cref="RecordTableReader"/> alone, which tells every fault with its place. So both give the same rows, or this one none.
/// </remarks>
internal sealed class ParallelCsvReader
{
    private readonly BlockRecords _first;
    private readonly TableHeader _header;
    private readonly RecordColumns _columns;
    private readonly Queue<Task<RecordTableReader?>> _underWay = new();

    private ParallelCsvReader(BlockRecords first, TableHeader header, RecordColumns columns) =>
        (_first, _header, _columns) = (first, header, columns);

    /// <summary>Whether files with this encoding can be cut into blocks.</summary>
    public static bool Takes(TextEncoding encoding) => encoding is TextEncoding.Utf8 or TextEncoding.Windows1252;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content, at its start.</param>
    /// <param name="dialect">How it writes a table.</param>
    /// <param name="layout">The columns it must have.</param>
    /// <param name="maxValues">The largest number of numbers of all rows together.</param>
    /// <param name="blockBytes">The largest block, in bytes.</param>
    /// <returns>The rows; null when the file has to be read again.</returns>
    public static Table? Read(string path, Stream content, CsvDialect dialect, RecordLayout layout, int maxValues, int blockBytes = CsvBlocks.UsualBytes)
    {
        var faults = new FaultList();
        var blocks = new CsvBlocks(content, blockBytes);
        if (blocks.Next() is not { } block || BlockRecords.OpenFirst(path, block, dialect, faults) is not { } first)
        {
            return null;
        }

        using (first)
        {
            var header = new TableHeader(first, faults);
            return header.Find(layout) is { } columns ? new ParallelCsvReader(first, header, columns).Read(blocks, faults, maxValues) : null;
        }
    }

    private Table? Read(CsvBlocks blocks, FaultList faults, int maxValues)
    {
        try
        {
            if (ReadBlock(_first, faults) is not { } whole)
            {
                return null;
            }

            while (blocks.Next() is { } block)
            {
                _underWay.Enqueue(Task.Run(() => ReadBlock(block)));
                if (_underWay.Count > 2 * Environment.ProcessorCount && !Append(whole, maxValues))
                {
                    return null;
                }
            }

            while (_underWay.Count > 0)
            {
                if (!Append(whole, maxValues))
                {
                    return null;
                }
            }

            return blocks.HasLongRecord || whole.Rows == 0 ? null : whole.ToTable();
        }
        finally
        {
            Task.WhenAll(_underWay).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        }
    }

    private bool Append(RecordTableReader whole, int maxValues)
    {
        if (_underWay.Dequeue().GetAwaiter().GetResult() is not { } part)
        {
            return false;
        }

        whole.Append(part);
        return whole.Numbers <= maxValues;
    }

    private RecordTableReader? ReadBlock(CsvBlock block)
    {
        var faults = new FaultList();
        using var records = BlockRecords.Open(block, _first, faults);
        return ReadBlock(records, faults);
    }

    // Null when something is wrong with it.
    private RecordTableReader? ReadBlock(BlockRecords records, FaultList faults)
    {
        var part = RecordTableReader.ReadPart(records, _header, _columns, faults);
        return faults.Count > 0 || records.HasOddQuotes ? null : part;
    }
}
