namespace Granary.Data.Records;

/// <summary>Passes text on, up to a line that is too long to be one of a table: the parser would take it into memory as a whole.</summary>
internal sealed class LineLimit(TextReader text) : TextReader
{
    /// <summary>Characters of a line.</summary>
    public const int Longest = 1 << 24;

    private int _length;

    /// <inheritdoc/>
    public override int Peek() => text.Peek();

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public override int Read()
    {
        var c = text.Read();
        Check(c is '\n' or '\r' ? 0 : _length + 1);
        return c;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public override int Read(char[] buffer, int index, int count)
    {
        var read = text.Read(buffer, index, count);
        var block = buffer.AsSpan(index, read);
        var end = block.LastIndexOfAny('\n', '\r');
        Check(end < 0 ? _length + read : read - end - 1);
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Check(int length)
    {
        _length = length;
        if (length > Longest)
        {
            throw new InvalidDataException($"A line has more than {Longest} characters. Is this a table?");
        }
    }
}
