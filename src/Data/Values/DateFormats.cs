using System.Globalization;

namespace Granary.Data.Values;

/// <summary>The ways in which dates are written.</summary>
internal static class DateFormats
{
    private static readonly string[] Days =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d.M.yyyy", "M/d/yyyy", "d/M/yyyy", "d-M-yyyy", "M-d-yyyy",
        "d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "d-MMM-yyyy",
    ];

    private static readonly string[] Times = ["", " H:mm", " H:mm:ss", " H:mm:ss.FFFFFFF", " h:mm tt", " h:mm:ss tt"];

    private static readonly string[] Moments =
    [
        "yyyy-M-d'T'H:mm", "yyyy-M-d'T'H:mm:ss", "yyyy-M-d'T'H:mm:ss.FFFFFFF", "yyyy-M-d'T'H:mm:ssK", "yyyy-M-d'T'H:mm:ss.FFFFFFFK",
        "yyyy-M-d H:mm:ssK", "yyyy-M-d H:mm:ss.FFFFFFFK",
    ];

    /// <summary>All formats, in the order in which they are tried.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Days.SelectMany(day => Times.Select(time => day + time)), .. Moments];

    /// <summary>The formats that all of some texts are written in, the likeliest first.</summary>
    public static string[] Of(IReadOnlyList<string> texts) => Of(texts, out _);

    /// <summary>The formats that all of some texts are written in, the likeliest first.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="misfit">Where there is no such format the first text that is in none of those before it, otherwise -1.</param>
    public static string[] Of(IReadOnlyList<string> texts, out int misfit)
    {
        IEnumerable<string> fitting = All;
        for (misfit = 0; misfit < texts.Count; misfit++)
        {
            var text = texts[misfit];
            var left = fitting.Where(format => Read(text, format) is not null).ToArray();
            if (left.Length == 0)
            {
                return [];
            }

            fitting = left;
        }

        misfit = -1;
        return [.. fitting];
    }

    /// <summary>Reads a date.</summary>
    /// <param name="text">The text.</param>
    /// <param name="format">How it is written.</param>
    /// <returns>Seconds since the beginning of 1970, in UTC where a time zone is given; null for what is no such date.</returns>
    public static double? Read(string text, string format) =>
        DateTime.TryParseExact(
            text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? (date - DateTime.UnixEpoch).TotalSeconds
            : null;

    /// <summary>Whether a format writes a time of the day too.</summary>
    public static bool HasTime(string format) => format.Contains(":mm", StringComparison.Ordinal);

    /// <summary>What a user should know of the choice among formats; null where there is nothing to be told.</summary>
    /// <param name="column">The name of the dates' column.</param>
    /// <param name="formats">The formats, of which the first is chosen.</param>
    public static string? Describe(string column, IReadOnlyList<string> formats) => IsAmbiguous(formats)
        ? $"dates of {column} read as {formats[0]}: \"format\" under \"columns\" says otherwise"
        : null;

    // Whether two formats differ in the order of day and month only.
    private static bool IsAmbiguous(IReadOnlyList<string> formats) =>
        formats.Any(f => f.StartsWith("M/d", StringComparison.Ordinal) || f.StartsWith("M-d", StringComparison.Ordinal))
        && formats.Any(f => f.StartsWith("d/M", StringComparison.Ordinal) || f.StartsWith("d-M-", StringComparison.Ordinal));
}
