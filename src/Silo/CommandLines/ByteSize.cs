using System.CommandLine.Parsing;
using System.Globalization;

namespace Granary.Silo.CommandLines;

/// <summary>Sizes as users write them: <c>500MB</c>, <c>64GB</c>. Units are powers of 1024.</summary>
public static class ByteSize
{
    private static readonly string[] Units = ["", "K", "M", "G", "T"];

    /// <summary>Makes the parser of an option.</summary>
    /// <param name="option">The option's name, for the message.</param>
    public static Func<ArgumentResult, long?> Parser(string option) => result =>
    {
        var text = result.Tokens[0].Value;
        if (Parse(text) is { } size)
        {
            return size;
        }

        result.AddError($"{option}: found '{text}', expected a size like 500MB or 64GB");
        return null;
    };

    // Null when it is no size.
    private static long? Parse(string text)
    {
        var number = text.ToUpperInvariant();
        number = number.EndsWith("IB", StringComparison.Ordinal) ? number[..^2] : number.TrimEnd('B');
        var unit = number.Length == 0 ? -1 : Array.IndexOf(Units, number[^1..]);
        number = unit > 0 ? number[..^1] : number;
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * (1L << (10 * Math.Max(0, unit))) is >= 1 and <= long.MaxValue and var bytes
            ? (long)bytes
            : null;
    }
}
