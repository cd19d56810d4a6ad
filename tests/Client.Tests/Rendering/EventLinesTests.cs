using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class EventLinesTests
{
    private static readonly JobEvent Lost = new()
    {
        Number = 1,
        At = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Kind = JobEventKind.Lost,
        Step = 1200,
        Silo = "127.0.0.1:11112",
        Message = "The silo was lost. Its shards were dealt to the 2 others, which go on from the checkpoint of step 1,100.",
    };

    [Fact]
    public void Lines_WideScreen_WrapsTheMessageBesideTheRest() => Assert.Equal(
        [
            "2030-01-02 03:04:05  lost          1,200  127.0.0.1:11112  The silo was lost. Its shards were dealt to the 2 others,",
            "                                                           which go on from the checkpoint of step 1,100.",
        ],
        Text(new EventLines(TimeZoneInfo.Utc, 2700), [Lost], 120));

    [Fact]
    public void Lines_NarrowScreen_PutsTheMessageBelow() => Assert.Equal(
        [
            "2030-01-02 03:04:05  lost          1,200  127.0.0.1:11112",
            "    The silo was lost. Its shards were dealt to the 2",
            "    others, which go on from the checkpoint of step 1,100.",
        ],
        Text(new EventLines(TimeZoneInfo.Utc, 2700), [Lost], 60));

    [Fact]
    public void Lines_LongerSilo_AlignsThoseAfterIt()
    {
        var lines = new EventLines(TimeZoneInfo.Utc, null);
        var dealt = Lost with { Kind = JobEventKind.Assigned, Step = 0, Silo = null, Message = "Dealt." };

        Assert.Equal("2030-01-02 03:04:05  assigned          0                   Dealt.", Assert.Single(Text(lines, [dealt], 200)));
        Text(lines, [Lost with { Silo = "192.168.100.200:11112" }], 200);
        Assert.Equal("2030-01-02 03:04:05  assigned          0                         Dealt.", Assert.Single(Text(lines, [dealt], 200)));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(107)]
    [InlineData(120)]
    public void Lines_AnyEvent_AreNeverWiderThanTheScreen(int width)
    {
        var kinds = Enum.GetValues<JobEventKind>();
        Assert.NotEmpty(kinds);
        var events = kinds.Select(k => Lost with { Kind = k, Step = 123_456_789_012, Silo = $"[{new string('f', 39)}]:65535\u001b[2J" }).ToArray();

        Assert.All(new EventLines(TimeZoneInfo.Utc, 5).Lines(events, width), l => Assert.InRange(l.Width, 0, width));
    }

    private static string[] Text(EventLines lines, JobEvent[] events, int width) => [.. lines.Lines(events, width).Select(l => l.ToString())];
}
