using System.Globalization;

namespace Granary.Data.Values;

/// <summary>Numbers with a decimal point, to the nearest float64, as <see cref="double.TryParse(ReadOnlySpan{char}, NumberStyles, IFormatProvider?, out double)"/> has them.</summary>
/// <remarks>
/// A number of at most 2^53 times or divided by a power of ten up to 22 takes one operation on two exact numbers, whose result is rounded
/// right (W. D. Clinger: How to read floating point numbers accurately, 1990). Others, and whatever looks unusual, are left to .NET.
/// </remarks>
internal static class PlainNumber
{
    private const ulong LargestExact = 1UL << 53;
    private const int MostDigits = 19;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>Reads a number, infinities and NaN too; one beyond the range of float64 is infinite.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value) =>
        TryParseUsual(text, out value) || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static bool TryParseUsual(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var isNegative = text is ['-', ..];
        var at = isNegative ? 1 : 0;
        var mantissa = 0UL;
        var whole = ReadDigits(text, ref at, ref mantissa);
        var fraction = 0;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            fraction = ReadDigits(text, ref at, ref mantissa);
        }

        if (at < text.Length || whole + fraction is 0 or > MostDigits || mantissa > LargestExact || fraction >= PowersOfTen.Length)
        {
            return false;
        }

        value = mantissa / PowersOfTen[fraction];
        value = isNegative ? -value : value;
        return true;
    }

    private static int ReadDigits(ReadOnlySpan<char> text, ref int at, ref ulong number)
    {
        var first = at;
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
        {
            number = (10 * number) + (uint)(text[at] - '0');
        }

        return at - first;
    }
}
