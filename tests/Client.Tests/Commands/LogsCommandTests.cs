using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class LogsCommandTests : CommandTestBase
{
    private static readonly JobEvent[] Events =
    [
        Event(1, JobEventKind.Assigned, 0, null, "Dealt 8 shards to 2 silos."),
        Event(2, JobEventKind.Lost, 1200, "127.0.0.1:11112", "The silo was lost."),
        Event(3, JobEventKind.Recovered, 1100, null, "The job goes on from the checkpoint of step 1,100."),
        Event(4, JobEventKind.Ended, 2700, null, "The job is completed."),
    ];

    [Fact]
    public async Task Logs_Job_WritesItsEventsInOrder()
    {
        Job = new FakeCoordinator(Statuses.Running(2000)) { Events = [() => Events[..3]] };

        Assert.Equal(0, await RunAsync("logs digits-1", int.MaxValue));

        Assert.Equal(
            [
                "2030-01-02 05:04:01  assigned          0                   Dealt 8 shards to 2 silos.",
                "2030-01-02 05:04:02  lost          1,200  127.0.0.1:11112  The silo was lost.",
                "2030-01-02 05:04:03  recovered     1,100                   The job goes on from the checkpoint of step 1,100.",
            ],
            OutputLines);
        Assert.Equal("next: granary logs digits-1 --follow", Error.ToString().Trim());
    }

    [Fact]
    public async Task LogsJson_Job_IsOneObjectAnEvent()
    {
        Job = new FakeCoordinator(Statuses.Completed) { Events = [() => Events] };

        Assert.Equal(0, await RunAsync("logs digits-1 --json"));

        var lost = JsonDocument.Parse(OutputLines[1]).RootElement;
        Assert.Equal((2, 1200), (lost.GetProperty("number").GetInt64(), lost.GetProperty("step").GetInt64()));
        Assert.Equal("lost", lost.GetProperty("kind").GetString());
        Assert.Equal("127.0.0.1:11112", lost.GetProperty("silo").GetString());
        Assert.Equal("The silo was lost.", lost.GetProperty("message").GetString());
        Assert.Equal(Events[1].At, lost.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, LastJson.GetProperty("silo").ValueKind);
        Assert.Equal(4, OutputLines.Length);
    }

    [Fact]
    public async Task LogsFollow_JobThatEnds_WritesEachEventOnceAndEnds()
    {
        Job = new FakeCoordinator(Statuses.Running(10), Statuses.Running(11), Statuses.Running(12), Statuses.Running(13), Statuses.Completed)
        {
            Events = [() => Events[..1], () => Events[..2], () => throw new SiloUnavailableException("gone"), () => Events[..3], () => Events],
        };

        Assert.Equal(0, await RunAsync("logs digits-1 --follow --json"));

        Assert.Equal([1, 2, 3, 4], OutputLines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("number").GetInt64()));
        Assert.Contains("Retrying", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("next: granary status digits-1", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogsFollow_Interrupted_EndsWith130()
    {
        Job = new FakeCoordinator(Statuses.Running(10)) { Events = [() => Events[..1]] };
        Job.BeforeAnswer = asked =>
        {
            if (asked == 3)
            {
                Interrupt();
            }
        };

        Assert.Equal(130, await RunAsync("logs digits-1 --follow"));

        Assert.Single(OutputLines, l => l.Contains("assigned", StringComparison.Ordinal));
        Assert.Contains("next: granary logs digits-1 --follow", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_FirstEventsGone_SaysHowMany()
    {
        Job = new FakeCoordinator(Statuses.Completed) { Events = [() => Events[2..]] };

        Assert.Equal(0, await RunAsync("logs digits-1"));

        Assert.Contains("2 older events have been dropped, mostly about checkpoints.", Error.ToString(), StringComparison.Ordinal);
    }

    private static JobEvent Event(long number, JobEventKind kind, long step, string? silo, string message) => new()
    {
        Number = number,
        At = new DateTimeOffset(2030, 1, 2, 3, 4, (int)number, TimeSpan.Zero),
        Kind = kind,
        Step = step,
        Silo = silo,
        Message = message,
    };
}
