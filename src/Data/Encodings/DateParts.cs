namespace Granary.Data.Encodings;

/// <summary>What of a date becomes a feature.</summary>
public enum DatePart
{
    /// <summary>The year.</summary>
    Year,

    /// <summary>The month, 1 to 12.</summary>
    Month,

    /// <summary>The day of the month, 1 to 31.</summary>
    Day,

    /// <summary>The day of the week, 1 for Monday to 7.</summary>
    Weekday,

    /// <summary>The hour, 0 to 23.</summary>
    Hour,

    /// <summary>All of it: seconds since the beginning of 1970.</summary>
    Seconds,
}

/// <summary>Takes parts of dates.</summary>
internal static class DateParts
{
    /// <summary>One part of a date.</summary>
    /// <param name="part">Which one.</param>
    /// <param name="seconds">The date in seconds since the beginning of 1970.</param>
    public static double Of(DatePart part, double seconds)
    {
        var date = DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        return part switch
        {
            DatePart.Year => date.Year,
            DatePart.Month => date.Month,
            DatePart.Day => date.Day,
            DatePart.Weekday => date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek,
            DatePart.Hour => date.Hour,
            _ => seconds,
        };
    }
}
