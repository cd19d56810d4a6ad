using System.Text;
using Granary.Data.Faults;
using Granary.Data.Sources;

namespace Granary.Data.Csv.Dialects;

/// <summary>Guesses how a CSV file writes a table.</summary>
/// <remarks>
/// The encoding is guessed from the whole file: one letter with an accent may stand anywhere. All else is guessed from the first records.
/// What makes a separator better than another is told at <see cref="Division"/>.
/// </remarks>
internal static class DialectGuess
{
    private const int SampleLength = 1 << 18;
    private const int LongestSample = 1 << 24;
    private const int FewestLines = 20;

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is not to be guessed.</param>
    /// <param name="wanted">The name of a column that the job uses, null for none.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <returns>The dialect, and what is in the columns; null when the file cannot be read.</returns>
    public static CsvGuess? Of(string path, CsvOptions options, string? wanted, FaultList faults)
    {
        var encoding = options.Encoding is { } given
            ? new Found<TextEncoding>(given)
            : DataFile.Read(path, faults, content => new Found<TextEncoding>(TextEncodings.Guess(content)));
        return encoding is null
            ? null
            : DataFile.Read(path, faults, content => Of(content, encoding.Value, options, wanted));
    }

    private static CsvGuess Of(Stream content, TextEncoding encoding, CsvOptions options, string? wanted)
    {
        var (text, isWhole) = ReadStart(content, encoding);
        char[] separators = options.Separator is { } separator ? [separator] : Division.Separators;
        var samples = separators.Select(s => new CsvSample(text, isWhole, s)).ToArray();
        var divided = samples.Where(s => s.Columns > 1).ToArray();
        var best = (divided.Length > 0 ? divided : samples[..1]).Select(s => Division.Of(s, options)).Max()!;
        var hasHeader = options.Header ?? HeaderGuess.Of(best.Sample, best.Numbers, wanted);
        return new CsvGuess(
            new CsvDialect(encoding, best.Sample.Separator, best.Numbers, hasHeader, best.Sample.LinesBefore),
            SampledColumn.Of(best.Sample, best.Numbers, hasHeader));
    }

    // A part of a record shows nothing: of a file with long ones more is read.
    private static (string Text, bool IsWhole) ReadStart(Stream content, TextEncoding encoding)
    {
        using var reader = new StreamReader(content, TextEncodings.Of(encoding), detectEncodingFromByteOrderMarks: true);
        var text = new StringBuilder();
        var block = new char[SampleLength];
        for (var (lines, read) = (0, SampleLength); read == SampleLength && lines < FewestLines && text.Length < LongestSample;)
        {
            read = reader.ReadBlock(block);
            text.Append(block, 0, read);
            lines += block.AsSpan(0, read).CountAny('\n', '\r');
        }

        return (text.ToString(), reader.Peek() < 0);
    }

    private sealed record Found<T>(T Value);
}
