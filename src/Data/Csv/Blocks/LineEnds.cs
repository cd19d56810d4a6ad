namespace Granary.Data.Csv.Blocks;

/// <summary>Counts line ends: a line feed, a carriage return, or both together.</summary>
internal static class LineEnds
{
    public static int In(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + text.Count((byte)'\r') - text.Count("\r\n"u8);

    public static int In(ReadOnlySpan<char> text) => text.Count('\n') + text.Count('\r') - text.Count("\r\n");
}
