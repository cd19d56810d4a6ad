using Granary.Data.Encodings;

namespace Granary.Models.Onnx;

/// <summary>Takes parts of dates, by whole numbers.</summary>
/// <remarks>
/// Source: Howard Hinnant, chrono-compatible low-level date algorithms. Years begin in March there, so that the leap day is their last, and are
/// counted in eras of 400, from a day on that no date lies before: nothing is negative, whichever way a quotient is rounded.
/// </remarks>
internal sealed class CalendarNodes
{
    private const long SecondsOfDay = 86_400;
    private const long SecondsOfHour = 3_600;
    private const long DaysOfEra = 146_097;
    private const long YearsOfEra = 400;

    // From March 1 of year 0, and from January 1 of year 1, to the beginning of 1970.
    private const long DaysFromMarch = 719_468;
    private const long DaysFromMonday = 719_162;

    private readonly GraphBuilder _graph;
    private readonly string _seconds;
    private readonly string _fromMonday;
    private readonly Lazy<(string Year, string Month, string Day)> _date;

    /// <summary>Gets ready to take parts.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="dates">Dates since the beginning of 1970, int64.</param>
    /// <param name="areSeconds">Whether in seconds, otherwise in days.</param>
    public CalendarNodes(GraphBuilder graph, string dates, bool areSeconds)
    {
        _graph = graph;
        _seconds = areSeconds ? dates : With("Mul", dates, SecondsOfDay);
        _fromMonday = With("Add", _seconds, DaysFromMonday * SecondsOfDay);
        _date = new Lazy<(string, string, string)>(FindDate);
    }

    /// <summary>One part of the dates, int64.</summary>
    public string Part(DatePart part) => part switch
    {
        DatePart.Year => _date.Value.Year,
        DatePart.Month => _date.Value.Month,
        DatePart.Day => _date.Value.Day,
        DatePart.Weekday => With("Add", With("Mod", With("Div", _fromMonday, SecondsOfDay), 7), 1),
        DatePart.Hour => With("Div", With("Mod", _fromMonday, SecondsOfDay), SecondsOfHour),
        _ => _seconds,
    };

    private (string Year, string Month, string Day) FindDate()
    {
        var days = With("Add", With("Div", _fromMonday, SecondsOfDay), DaysFromMarch - DaysFromMonday);
        var day = With("Mod", days, DaysOfEra);
        var year = YearOfEra(day);
        day = Node("Sub", day, FirstDayOf(year));
        var month = With("Div", With("Add", With("Mul", day, 5), 2), 153);
        var firstOfMonth = With("Div", With("Add", With("Mul", month, 153), 2), 5);
        var isNextYear = With("GreaterOrEqual", month, 10);
        year = Node("Add", year, With("Mul", With("Div", days, DaysOfEra), YearsOfEra));
        return (
            Node("Where", isNextYear, With("Add", year, 1), year),
            Node("Where", isNextYear, With("Sub", month, 9), With("Add", month, 3)),
            With("Add", Node("Sub", day, firstOfMonth), 1));
    }

    // All leap days before the day are taken out.
    private string YearOfEra(string day)
    {
        var without = Node("Add", Node("Sub", day, With("Div", day, 1_460)), With("Div", day, 36_524));
        return With("Div", Node("Sub", without, With("Div", day, 146_096)), 365);
    }

    private string FirstDayOf(string year) =>
        Node("Sub", Node("Add", With("Mul", year, 365), With("Div", year, 4)), With("Div", year, 100));

    private string With(string operation, string value, long number) => Node(operation, value, _graph.List(number));

    private string Node(string operation, params IReadOnlyList<string> inputs) => _graph.Node(operation, inputs);
}
