using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class PauseAndResumeTests : CommandTestBase
{
    private static readonly JobStatus Paused = Statuses.Running(1234) with { State = JobState.Paused };

    [Fact]
    public async Task Pause_RunningJob_WaitsUntilItStandsStill()
    {
        Job = new FakeCoordinator(Statuses.Running(1200), Statuses.Running(1220), Paused);

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

    [Theory]
    [InlineData(JobState.Completed, 0)]
    [InlineData(JobState.Failed, 1)]
    public async Task Pause_JobThatEndsMeanwhile_SaysSo(JobState state, int code)
    {
        Job = new FakeCoordinator(Statuses.Running(1200), Statuses.Completed with { State = state });

        Assert.Equal(code, await RunAsync("pause digits-1"));

        Assert.Equal([$"digits-1 ended before it could be paused: it is {state.ToString().ToLowerInvariant()}."], OutputLines);
    }

    [Fact]
    public async Task Pause_Interrupted_SaysThatItWillBe()
    {
        Job = new FakeCoordinator(Statuses.Running(1200));
        Job.BeforeAnswer = asked =>
        {
            if (asked == 3)
            {
                Interrupt();
            }
        };

        Assert.Equal(130, await RunAsync("pause digits-1"));

        Assert.Equal(["digits-1 will be paused."], OutputLines);
    }

    [Fact]
    public async Task Resume_PausedJob_SaysWhatNext()
    {
        Job = new FakeCoordinator(Paused);

        Assert.Equal(0, await RunAsync("resume digits-1 --data-dir /a"));

        Assert.True(Job.IsResumed);
        Assert.Null(Job.ResumedFrom);
        Assert.Equal(["digits-1 goes on."], OutputLines);
        Assert.Equal("next: granary watch digits-1 --data-dir /a", Error.ToString().Trim());
    }

    [Fact]
    public async Task Resume_FromAStep_AsksForIt()
    {
        Job = new FakeCoordinator(Statuses.Running(2000));

        Assert.Equal(0, await RunAsync("resume digits-1 --from 1500"));

        Assert.Equal(1500, Job.ResumedFrom);
        Assert.Equal(["digits-1 goes on from step 1,500."], OutputLines);
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
}
