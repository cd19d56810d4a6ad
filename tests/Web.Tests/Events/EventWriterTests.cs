using System.Text;
using Granary.Web.Events;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Tests.Events;

public sealed class EventWriterTests
{
    private readonly Clock _time = new();
    private readonly MemoryStream _written = new();
    private readonly EventWriter _writer;

    public EventWriterTests()
    {
        var context = new DefaultHttpContext();
        context.Response.Body = _written;
        _writer = new EventWriter(context.Response, _time);
    }

    private string Text => Encoding.UTF8.GetString(_written.ToArray());

    [Fact]
    public async Task KeepOpen_FifteenSecondsOfSilence_WritesOneComment()
    {
        _time.Now += TimeSpan.FromSeconds(14.9);
        await _writer.KeepOpenAsync(CancellationToken.None);
        Assert.Equal("", Text);

        _time.Now += TimeSpan.FromSeconds(0.1);
        await _writer.KeepOpenAsync(CancellationToken.None);
        await _writer.KeepOpenAsync(CancellationToken.None);
        Assert.Equal(": still here\n\n", Text);
    }

    [Fact]
    public async Task Write_WithId_IsOneEvent()
    {
        await _writer.WriteAsync("events", "{}", "a-1:2", CancellationToken.None);

        Assert.Equal("event: events\nid: a-1:2\ndata: {}\n\n", Text);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
