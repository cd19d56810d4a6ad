using System.Globalization;
using Granary.Data.Values;

namespace Granary.Data.Tests.Blocks;

public sealed class PlainNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("-.5")]
    [InlineData(" 7 ")]
    [InlineData("00012.500")]
    [InlineData("9007199254740992")]
    [InlineData("9007199254740993")]
    [InlineData("9007199254740993.5")]
    [InlineData("0.1")]
    [InlineData("0.30000000000000004")]
    [InlineData("0.0000000000000000000001")]
    [InlineData("0.00000000000000000000001")]
    [InlineData("1234567890123456789")]
    [InlineData("12345678901234567890")]
    [InlineData("99999999999999999999999999")]
    [InlineData("1e3")]
    [InlineData("1E-7")]
    [InlineData("1e400")]
    [InlineData("4.9e-324")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("1,000")]
    [InlineData("0x10")]
    [InlineData("1e")]
    [InlineData("١")]
    [InlineData("12 3")]
    public void TryParse_AnyText_IsWhatDotNetHas(string text) => Same(text);

    [Fact]
    public void TryParse_RandomDecimals_HaveTheBitsThatDotNetHas()
    {
        var random = new Random(1);
        for (var i = 0; i < 200_000; i++)
        {
            var digits = random.Next(1, 22);
            var text = string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10))));
            Same((random.Next(2) == 0 ? "-" : "") + text.Insert(random.Next(digits + 1), "."));
            Same(text);
        }
    }

    private static void Same(string text)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var expected);

        Assert.Equal(isNumber, PlainNumber.TryParse(text, out var found));
        Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(found), $"'{text}': found {found:R}, expected {expected:R}");
    }
}
