using System.Text.Json;
using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class RendererTests
{
    private readonly StringWriter _output = new();

    private string[] OutputLines => _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public async Task PlainRenderer_Job_WritesBannerRecordsAndSummary()
    {
        var last = await new PlainRenderer(_output, 80).ShowAsync(
            Frames(Statuses.Preparing, Statuses.Running(945), Statuses.Running(946), Statuses.Completed));

        Assert.Equal(JobState.Completed, last!.State);
        Assert.Equal("time=00:00 state=preparing epoch=0/30 step=0 left=--:--", OutputLines[0]);
        Assert.Equal("digits-1", OutputLines[1]);
        Assert.Equal(
            "time=00:00 state=running progress=35% epoch=10/30 step=945/2700 trainLoss=0.0123 trainAccuracy=0.9877 "
            + "testLoss=4.560e-4 testAccuracy=0.9361 stepsPerSecond=1000.0 samplesPerSecond=16000 left=00:01",
            OutputLines[10]);
        Assert.StartsWith("time=00:02 state=completed progress=100%", OutputLines[11], StringComparison.Ordinal);
        Assert.StartsWith("digits-1 completed", OutputLines[12], StringComparison.Ordinal);
    }

    [Fact]
    public async Task PlainRenderer_WorkersAndCheckpoint_AreInTheRecord()
    {
        await new PlainRenderer(_output, 80).ShowAsync(
            Frames(Statuses.Running(945) with { Workers = Statuses.Workers, CheckpointedAt = 900 }));

        Assert.Contains(OutputLines, l => l.EndsWith(" checkpoint=900 heldUpBy=127.0.0.1:11111 left=00:01", StringComparison.Ordinal));
        Assert.Contains("saved   step 900", OutputLines);
        Assert.Contains("127.0.0.1:11111 holds up the others: it waits 8 %, they wait 69 % or more", OutputLines);
    }

    [Fact]
    public async Task Renderers_SeveralSilosToChooseFrom_TellHowManyAreUsed()
    {
        const string Width = "1 of 2 silos: a step is too short to share";
        var status = Statuses.Running(945) with { Facts = Statuses.Facts with { Silos = 1, Width = Width } };

        await new PlainRenderer(_output, 80).ShowAsync(Frames(status));
        await new JsonRenderer(_output).ShowAsync(Frames(status));

        Assert.Contains($"width     {Width}", OutputLines);
        Assert.Contains(OutputLines, l => l.EndsWith(" silos=1 left=00:01", StringComparison.Ordinal));
        Assert.Equal(Width, JsonDocument.Parse(OutputLines[^1]).RootElement.GetProperty("width").GetString());
    }

    [Fact]
    public async Task JsonRenderer_Job_WritesObjectsAndTheLastStatusOnce()
    {
        await new JsonRenderer(_output).ShowAsync(Frames(Statuses.Running(945), Statuses.Running(946), Statuses.Running(947)));

        var steps = OutputLines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("steps").GetInt64());
        Assert.Equal([945, 947], steps);
    }

    [Fact]
    public async Task AnyRenderer_NothingToShow_GivesNothing()
    {
        Assert.Null(await new PlainRenderer(_output, 80).ShowAsync(Frames()));
        Assert.Null(await new JsonRenderer(_output).ShowAsync(Frames()));
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public void RecordCadence_Statuses_TakesTenthsSilenceAndEvaluations()
    {
        var cadence = new RecordCadence();

        Assert.True(cadence.IsDue(At(271, 1)));
        Assert.False(cadence.IsDue(At(280, 2)));
        Assert.True(cadence.IsDue(At(540, 2)));
        Assert.False(cadence.IsDue(At(541, 2.5, evaluatedAt: 541)));
        Assert.True(cadence.IsDue(At(542, 3, evaluatedAt: 541)));
        Assert.False(cadence.IsDue(At(543, 7.9, evaluatedAt: 541)));
        Assert.True(cadence.IsDue(At(543, 8, evaluatedAt: 541)));
        Assert.True(cadence.IsDue(At(543, 8, evaluatedAt: 541) with { State = JobState.Paused }));
        Assert.False(cadence.IsDue(At(543, 8000, evaluatedAt: 541) with { State = JobState.Paused }));
        Assert.True(cadence.IsDue(At(543, 8000, evaluatedAt: 541) with { State = JobState.Failed }));

        static JobStatus At(long steps, double seconds, long evaluatedAt = 0) =>
            Statuses.Running(steps) with { Elapsed = TimeSpan.FromSeconds(seconds), EvaluatedAt = evaluatedAt };
    }

    private static async IAsyncEnumerable<RunFrame> Frames(params JobStatus[] statuses)
    {
        foreach (var status in statuses)
        {
            yield return await Task.FromResult(new RunFrame(status, "hint"));
        }
    }
}
