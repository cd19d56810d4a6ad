using System.Globalization;

namespace Granary.Client.Text;

/// <summary>Numbers as the console shows them, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>What stands for a number that is not known.</summary>
    public const string Unknown = "-";

    /// <summary>What stands for a time that is not known.</summary>
    public const string UnknownTime = "--:--";

    private static readonly string[] ByteUnits = ["B", "KiB", "MiB", "GiB", "TiB"];

    private static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>A prediction, with as many digits as tell any two float32 apart.</summary>
    public static string Exact(double value) => value.ToString("G9", Culture);

    /// <summary>A moment, in UTC.</summary>
    public static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss'Z'", Culture);

    /// <summary>A loss: four decimals, or an exponent where they would say nothing.</summary>
    public static string Metric(double? value) => value switch
    {
        null => Unknown,
        0 => "0",
        { } v when Math.Abs(v) is >= 1e-3 and < 1e5 => v.ToString("0.0000", Culture),
        { } v when double.IsFinite(v) => v.ToString("0.000e+0", Culture),
        { } v => v.ToString(Culture),
    };

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double? share) =>
        share is { } s ? (s * 100).ToString("0.00", Culture) + " %" : Unknown;

    /// <summary>A whole number with separators of thousands.</summary>
    public static string Count(long value) => value.ToString("N0", Culture);

    /// <summary>A speed a second; 0 is not known yet.</summary>
    public static string Rate(double value) => value switch
    {
        <= 0 => Unknown,
        < 100 => value.ToString("0.0", Culture),
        _ => value.ToString("N0", Culture),
    };

    /// <summary>A time on a clock: minutes and seconds, and hours when there are any.</summary>
    public static string Clock(TimeSpan? time) => time switch
    {
        null => UnknownTime,
        { TotalHours: >= 1 } t => string.Create(Culture, $"{(long)t.TotalHours}:{t.Minutes:00}:{t.Seconds:00}"),
        { } t => string.Create(Culture, $"{t.Minutes:00}:{t.Seconds:00}"),
    };

    /// <summary>A time that may be short: seconds with decimals below a minute.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => time.TotalSeconds.ToString("0.00", Culture) + " s",
        < 60 => time.TotalSeconds.ToString("0.0", Culture) + " s",
        _ => Clock(time),
    };

    /// <summary>A time as short as a step's: three digits of seconds, milliseconds or microseconds.</summary>
    public static string StepTime(TimeSpan time) => time.TotalMicroseconds switch
    {
        >= 999_500 => ThreeDigits(time.TotalSeconds) + " s",
        >= 999.5 => ThreeDigits(time.TotalMilliseconds) + " ms",
        var t => ThreeDigits(t) + " µs",
    };

    /// <summary>An amount of memory.</summary>
    public static string Bytes(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 1024 && unit < ByteUnits.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", Culture) + " " + ByteUnits[unit];
    }

    private static string ThreeDigits(double value) => value switch
    {
        < 9.995 => value.ToString("0.00", Culture),
        < 99.95 => value.ToString("0.0", Culture),
        _ => value.ToString("N0", Culture),
    };
}
