using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class PauseAndResumeTests : CommandTestBase
{
    private static readonly JobStatus Paused = Statuses.Running(1234) with { State = JobState.Paused };

    [Theory]
    [InlineData("--epochs 50", 50, null)]
    [InlineData("--steps 7", null, 7)]
    public async Task Resume_ByMore_TrainsItForLonger(string options, int? epochs, int? steps)
    {
        Job = new FakeCoordinator(Statuses.Completed);

        Assert.Equal(0, await RunAsync($"resume digits-1 {options}"));

        Assert.Equal(new JobExtension(epochs, steps), Job.ExtendedBy);
        Assert.False(Job.IsResumed);
    }

    [Theory]
    [InlineData("--epochs 5 --steps 7", "exclude each other")]
    [InlineData("--epochs 5 --from 7", "exclude each other")]
    [InlineData("--epochs 0", "--epochs: found '0', expected a whole number from 1")]
    public async Task Resume_ByMoreThanOneThing_IsRefused(string options, string message)
    {
        Job = new FakeCoordinator(Statuses.Completed);

        Assert.Equal(2, await RunAsync($"resume digits-1 {options}"));

        Assert.Contains(message, Error.ToString(), StringComparison.Ordinal);
        Assert.Null(Job.ExtendedBy);
    }

    [Fact]
    public async Task Pause_RunningJob_SaysWhereItStands()
    {
        Job = new FakeCoordinator(Statuses.Running(1200), Paused);

        Assert.Equal(0, await RunAsync("pause digits-1 --data-dir /a"));

        Assert.True(Job.IsPaused);
        Assert.Equal(["digits-1 is paused after step 1,234."], OutputLines);
        Assert.Equal("next: granary resume digits-1 --data-dir /a", Error.ToString().Trim());
    }

    [Fact]
    public async Task PauseJson_RunningJob_IsItsStatus()
    {
        Job = new FakeCoordinator(Statuses.Running(1200), Paused);

        Assert.Equal(0, await RunAsync("pause digits-1 --json"));

        Assert.Single(OutputLines);
        Assert.Equal("paused", LastJson.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Pause_ResumedAtOnceBySomebodyElse_SaysSo()
    {
        Job = new FakeCoordinator(Statuses.Running(1200));

        await RunAsync("pause digits-1");

        Assert.Equal(["digits-1 was paused, but is now running."], OutputLines);
    }

    [Fact]
    public async Task Pause_Interrupted_SaysThatItMayBePaused()
    {
        Job = new FakeCoordinator(Statuses.Running(1200)) { InsteadOfPause = Interrupt };

        Assert.Equal(130, await RunAsync("pause digits-1"));

        Assert.Contains("The pause may still take effect.", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(OutputLines);
    }

    [Fact]
    public async Task Resume_PausedJob_SaysWhatNext()
    {
        Job = new FakeCoordinator(Paused) { Events = [() => [Resumed(1), Resumed(1234)]] };

        Assert.Equal(0, await RunAsync("resume digits-1 --data-dir /a"));

        Assert.True(Job.IsResumed);
        Assert.Null(Job.ResumedFrom);
        Assert.Equal(["digits-1 resumes from step 1,234."], OutputLines);
        Assert.Equal("next: granary watch digits-1 --data-dir /a", Error.ToString().Trim());
    }

    [Fact]
    public async Task Resume_FromAStep_AsksForIt()
    {
        Job = new FakeCoordinator(Statuses.Running(2000));

        Assert.Equal(0, await RunAsync("resume digits-1 --from 1500"));

        Assert.Equal(1500, Job.ResumedFrom);
        Assert.Equal(["digits-1 resumes from step 1,500."], OutputLines);
    }

    [Fact]
    public async Task ResumeJson_PausedJob_IsItsStatusAfterwards()
    {
        Job = new FakeCoordinator(Paused, Statuses.Running(1234));

        Assert.Equal(0, await RunAsync("resume digits-1 --json"));

        Assert.Single(OutputLines);
        Assert.Equal("running", LastJson.GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("pause digits-1")]
    [InlineData("resume digits-1 --from 7")]
    public async Task PauseAndResume_Refused_EndWith2AndTheReason(string commandLine)
    {
        const string Reason = "found no checkpoint of step 7, expected one of 500, 1000";
        Job = new FakeCoordinator(Statuses.Completed) { Refusal = Reason };

        Assert.Equal(2, await RunAsync(commandLine + " --json"));

        Assert.Equal($"granary: {Reason}", Error.ToString().Trim());
        Assert.Equal(Reason, LastJson.GetProperty("error").GetString());
        Assert.Single(OutputLines);
    }

    private static JobEvent Resumed(long step) => new()
    {
        Number = step, At = DateTimeOffset.UnixEpoch, Kind = JobEventKind.Resumed, Step = step, Message = "",
    };
}
