using System.Buffers;

namespace Granary.Data.Csv.Blocks;

/// <summary>
/// Cuts the content of a CSV file into blocks of whole records, which can be read at the same time. A line ends a record where an even number of
/// quotes came before, if quotes are written as they should be. The text's encoding is one in which a byte of a line end or a quote is nothing else.
/// </summary>
/// <param name="content">The content, at its start.</param>
/// <param name="blockBytes">The largest block, in bytes.</param>
internal sealed class CsvBlocks(Stream content, int blockBytes = CsvBlocks.UsualBytes)
{
    /// <summary>Long enough for little to be lost at its ends, and short enough to stay in a cache.</summary>
    public const int UsualBytes = 1 << 20;

    private byte[] _rest = [];
    private int _line = 1;

    /// <summary>Whether there is a record that is longer than a block. There are no more blocks then.</summary>
    public bool HasLongRecord { get; private set; }

    /// <summary>The next block; null at the end.</summary>
    public CsvBlock? Next()
    {
        var bytes = ArrayPool<byte>.Shared.Rent(blockBytes);
        _rest.CopyTo(bytes, 0);
        var read = _rest.Length + content.ReadAtLeast(bytes.AsSpan(_rest.Length, blockBytes - _rest.Length), blockBytes - _rest.Length, throwOnEndOfStream: false);
        var length = read < blockBytes ? read : EndOfRecords(bytes.AsSpan(0, read));
        HasLongRecord = length == 0 && read > 0;
        if (length == 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
            return null;
        }

        _rest = bytes.AsSpan(length, read - length).ToArray();
        var block = new CsvBlock(bytes, length, _line);
        _line += LineEnds.In(block.Content);
        return block;
    }

    // Behind the last line end that is in no quotes; 0 when there is none.
    private static int EndOfRecords(ReadOnlySpan<byte> bytes)
    {
        var quotes = bytes.Count((byte)'"');
        for (var end = bytes.Length; ;)
        {
            var at = bytes[..end].LastIndexOf((byte)'\n');
            quotes -= bytes[(at + 1)..end].Count((byte)'"');
            if (at < 0 || quotes % 2 == 0)
            {
                return at + 1;
            }

            end = at;
        }
    }
}
