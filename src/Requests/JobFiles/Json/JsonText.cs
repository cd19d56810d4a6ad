using System.Text;

namespace Granary.Requests.JobFiles.Json;

/// <summary>The bytes of a JSON text, and the place of each.</summary>
internal sealed class JsonText
{
    private readonly byte[] _utf8;
    private readonly string? _setting;
    private readonly List<int> _lineStarts = [0];

    private JsonText(byte[] utf8, string? setting)
    {
        _utf8 = utf8;
        _setting = setting;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == '\n')
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    /// <summary>The text without a byte order mark.</summary>
    public ReadOnlySpan<byte> Utf8 => _utf8;

    /// <summary>The text of a job file.</summary>
    /// <exception cref="BrokenJsonException">It is not UTF-8.</exception>
    public static JsonText OfFile(byte[] bytes)
    {
        var text = new JsonText(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes, null);
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(text.Utf8);
            return text;
        }
        catch (DecoderFallbackException e)
        {
            throw new BrokenJsonException(
                $"found the byte 0x{e.BytesUnknown![0]:X2}, expected UTF-8 text; save the file as UTF-8", text.At(e.Index));
        }
    }

    /// <summary>The value of a setting: all of it is at one place.</summary>
    public static JsonText OfSetting(string value, string setting) => new(Encoding.UTF8.GetBytes(value), setting);

    /// <summary>The place of a byte.</summary>
    public Place At(long offset)
    {
        if (_setting is not null)
        {
            return new Place(0, 0, _setting);
        }

        var found = _lineStarts.BinarySearch((int)offset);
        var line = found >= 0 ? found : ~found - 1;
        return new Place(line + 1, Encoding.UTF8.GetCharCount(_utf8.AsSpan(_lineStarts[line]..(int)offset)) + 1);
    }

    /// <summary>The place of a byte of a line, both from 0.</summary>
    public Place At(long line, long byteOfLine) => At(_lineStarts[(int)line] + byteOfLine);
}
