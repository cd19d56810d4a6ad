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

    // Digits with at most one point among them.
    private static bool TryParseUsual(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        var isNegative = text is ['-', ..];
        text = isNegative ? text[1..] : text;
        var (mantissa, point) = (0UL, -1);
        for (var at = 0; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit <= 9)
            {
                mantissa = (10 * mantissa) + digit;
            }
            else if (text[at] == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                return false;
            }
        }

        var digits = point < 0 ? text.Length : text.Length - 1;
        var fraction = point < 0 ? 0 : digits - point;
        if (digits is 0 or > MostDigits || mantissa > LargestExact)
        {
            return false;
        }

        value = mantissa / PowersOfTen[fraction];
        value = isNegative ? -value : value;
        return true;
    }
}
