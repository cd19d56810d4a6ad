using System.Globalization;
using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>
/// A job's events, one a line: local time, kind, step, silo, message. Where the message has little room beside the rest, it goes below.
/// </summary>
/// <param name="zone">The local time zone.</param>
/// <param name="totalSteps">The job's steps, for the width of their column; null while unknown.</param>
internal sealed class EventLines(TimeZoneInfo zone, long? totalSteps)
{
    private const string Gap = "  ";
    private const int Indentation = 4;
    private const int LeastRoom = 48;
    private const int LeastStepWidth = 5;

    private static readonly int KindWidth = Enum.GetValues<JobEventKind>().Max(k => Words(k).Length);

    private readonly int _stepWidth = Math.Max(LeastStepWidth, Numbers.Count(totalSteps ?? 0).Length);

    // As wide as any silo so far, and from the start as most are, so that the lines after them stay aligned.
    private int _siloWidth = "127.0.0.1:11111".Length;

    /// <summary>Lays out events that come after those laid out before.</summary>
    /// <param name="events">The events.</param>
    /// <param name="width">Columns of the screen.</param>
    public IReadOnlyList<Line> Lines(IReadOnlyList<JobEvent> events, int width)
    {
        _siloWidth = Math.Max(_siloWidth, events.Max(e => Printable.Width(Silo(e))));
        return [.. events.SelectMany(e => Lines(e, width))];
    }

    /// <summary>Names of kinds as the console shows them.</summary>
    private static string Words(JobEventKind kind) => kind switch
    {
        JobEventKind.CheckpointFailed => "not saved",
        JobEventKind.CheckpointUnusable => "unusable",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static Tone ToneOf(JobEventKind kind) => kind switch
    {
        JobEventKind.Lost or JobEventKind.CheckpointFailed or JobEventKind.CheckpointUnusable or JobEventKind.Refused or JobEventKind.Disagreed
            or JobEventKind.Quarantined => Tone.Bad,
        JobEventKind.Joined or JobEventKind.Recovered => Tone.Good,
        JobEventKind.Slow or JobEventKind.Paused or JobEventKind.Resumed or JobEventKind.Ended => Tone.Strong,
        _ => Tone.Plain,
    };

    private static string Silo(JobEvent e) => Printable.Clean(e.Silo ?? "");

    private IEnumerable<Line> Lines(JobEvent e, int width)
    {
        var head = Head(e);
        var headWidth = new Line(head).Width;
        if (headWidth > width)
        {
            head = ShortHead(e);
        }

        var isBeside = width - headWidth >= LeastRoom;
        var indentation = isBeside ? headWidth : Math.Min(Indentation, width / 2);
        var message = LabelledText.Wrap(e.Message, width - indentation).ToList();
        yield return isBeside ? new Line([.. head, message[0]]) : new Line(head).Cut(width);
        foreach (var part in message.Skip(isBeside ? 1 : 0))
        {
            yield return new Line(new string(' ', indentation) + part);
        }
    }

    // For screens on which the columns find no place.
    private Span[] ShortHead(JobEvent e) =>
    [
        new Span(Time(e, "HH:mm:ss") + " ", Tone.Faint),
        new Span(Words(e.Kind) + " ", ToneOf(e.Kind)),
        Numbers.Count(e.Step) + " ",
        Silo(e),
    ];

    private string Time(JobEvent e, string format) => TimeZoneInfo.ConvertTime(e.At, zone).ToString(format, CultureInfo.InvariantCulture);

    private Span[] Head(JobEvent e) =>
    [
        new Span(Time(e, "yyyy-MM-dd HH:mm:ss") + Gap, Tone.Faint),
        new Span(Printable.PadRight(Words(e.Kind), KindWidth) + Gap, ToneOf(e.Kind)),
        Printable.PadLeft(Numbers.Count(e.Step), _stepWidth) + Gap,
        Printable.PadRight(Silo(e), _siloWidth) + Gap,
    ];
}
