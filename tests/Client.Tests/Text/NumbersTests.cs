using Granary.Client.Text;

namespace Granary.Client.Tests.Text;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(null, "-")]
    [InlineData(0.0, "0")]
    [InlineData(0.5, "0.5000")]
    [InlineData(0.001, "0.0010")]
    [InlineData(0.000999, "9.990e-4")]
    [InlineData(-0.000999, "-9.990e-4")]
    [InlineData(12345.678, "12345.6780")]
    [InlineData(1e9, "1.000e+9")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void Metric_Loss_KeepsFourDigitsThatSaySomething(double? value, string expected) =>
        Assert.Equal(expected, Numbers.Metric(value));

    [Theory]
    [InlineData(0.0, "-")]
    [InlineData(12.34, "12.3")]
    [InlineData(1234.5, "1,234")]
    public void Rate_Speed_IsUnknownAtZero(double value, string expected) => Assert.Equal(expected, Numbers.Rate(value));

    [Theory]
    [InlineData(null, "--:--")]
    [InlineData(59.9, "00:59")]
    [InlineData(3599.0, "59:59")]
    [InlineData(90061.0, "25:01:01")]
    public void Clock_Time_HasHoursWhenThereAreAny(double? seconds, string expected) =>
        Assert.Equal(expected, Numbers.Clock(seconds is { } s ? TimeSpan.FromSeconds(s) : null));

    [Theory]
    [InlineData(0.123, "0.12 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(61.0, "01:01")]
    public void Duration_ShortTime_HasDecimals(double seconds, string expected) =>
        Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0.00 µs")]
    [InlineData(1.3, "1.30 µs")]
    [InlineData(999.4, "999 µs")]
    [InlineData(999.6, "1.00 ms")]
    [InlineData(12_340, "12.3 ms")]
    [InlineData(999_600, "1.00 s")]
    [InlineData(123_456_000, "123 s")]
    public void StepTime_Microseconds_HasThreeDigits(double microseconds, string expected) =>
        Assert.Equal(expected, Numbers.StepTime(TimeSpan.FromMicroseconds(microseconds)));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(5L << 40, "5.0 TiB")]
    [InlineData(5L << 50, "5120.0 TiB")]
    public void Bytes_Amount_TakesTheUnitThatFits(long bytes, string expected) => Assert.Equal(expected, Numbers.Bytes(bytes));
}
