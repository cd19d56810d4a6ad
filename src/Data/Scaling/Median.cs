namespace Granary.Data.Scaling;

/// <summary>The median of many numbers, of which many may be equal.</summary>
/// <remarks>
/// A number is found by its rank, digit by digit: numbers are ordered as their bits are, if those of negative ones are turned around, and each pass
/// counts the 11 bits that come next among the numbers that are still possible.
/// </remarks>
internal static class Median
{
    private const int DigitBits = 11;
    private const int Digits = 6;

    /// <summary>The middle one of the numbers in their order, or the mean of the two in the middle.</summary>
    /// <param name="numbers">The numbers, at least one, none of them NaN. They get another order.</param>
    public static double Of(Span<double> numbers)
    {
        var upper = Select(numbers, numbers.Length / 2);
        return numbers.Length % 2 == 1 ? upper : (Before(numbers, upper) + upper) / 2;
    }

    // Moves the numbers that are still possible to the front.
    private static double Select(Span<double> numbers, int rank)
    {
        var counts = new int[1 << DigitBits];
        for (var shift = DigitBits * (Digits - 1); shift >= 0 && numbers.ContainsAnyExcept(numbers[0]); shift -= DigitBits)
        {
            Array.Clear(counts);
            foreach (var number in numbers)
            {
                counts[DigitOf(number, shift)]++;
            }

            var digit = 0;
            for (; rank >= counts[digit]; digit++)
            {
                rank -= counts[digit];
            }

            numbers = Gather(numbers, digit, shift);
        }

        return numbers[0];
    }

    private static Span<double> Gather(Span<double> numbers, int digit, int shift)
    {
        // Without a branch, which would be guessed wrong as often as not.
        var count = 0;
        for (var n = 0; n < numbers.Length; n++)
        {
            (numbers[count], numbers[n]) = (numbers[n], numbers[count]);
            count += DigitOf(numbers[count], shift) == digit ? 1 : 0;
        }

        return numbers[..count];
    }

    // The number of the rank before; there are as many of at most that size.
    private static double Before(ReadOnlySpan<double> numbers, double upper)
    {
        var below = 0;
        foreach (var number in numbers)
        {
            below += number < upper ? 1 : 0;
        }

        if (below < numbers.Length / 2)
        {
            return upper;
        }

        var largest = double.NegativeInfinity;
        foreach (var number in numbers)
        {
            largest = number < upper && number > largest ? number : largest;
        }

        return largest;
    }

    private static int DigitOf(double number, int shift)
    {
        var bits = BitConverter.DoubleToInt64Bits(number);
        var ordered = (ulong)(bits ^ ((bits >> 63) | long.MinValue));
        return (int)(ordered >> shift) & ((1 << DigitBits) - 1);
    }
}
