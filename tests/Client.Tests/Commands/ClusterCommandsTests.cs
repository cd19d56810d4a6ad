using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Commands;

public sealed class ClusterCommandsTests : CommandTestBase
{
    [Fact]
    public async Task Submit_AcceptedJob_SaysItsIdAndWhatNext()
    {
        Job = new FakeCoordinator(Statuses.Running(1));

        Assert.Equal(0, await RunAsync($"submit {Digits} --cluster redis:10.0.0.1:7 --data-dir /tmp/x"));

        Assert.Equal(["Submitted digits-1."], OutputLines);
        Assert.Contains("next: granary watch digits-1 --cluster redis:10.0.0.1:7 --data-dir /tmp/x", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitJson_AcceptedJob_IsOneObject()
    {
        Job = new FakeCoordinator(Statuses.Running(1));

        Assert.Equal(0, await RunAsync($"submit {Digits} --json"));

        Assert.Single(OutputLines);
        Assert.Equal("digits-1", LastJson.GetProperty("job").GetString());
    }

    [Fact]
    public async Task Submit_InterruptedWhileTheSilosReadTheData_SaysThatTheJobMayBeAccepted()
    {
        Job = new FakeCoordinator { BeforeSubmit = Interrupt, NeverAnswersSubmit = true };

        Assert.Equal(130, await RunAsync($"submit {Digits}"));

        Assert.Contains("may still accept the job", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("next: granary jobs", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCommand_FaultOfTheProgram_IsToldWithItsTraceAndEndsWith1()
    {
        Job = new FakeCoordinator(() => throw new InvalidOperationException("odd"));

        Assert.Equal(1, await RunAsync("status digits-1 --json"));

        Assert.Equal("failed unexpectedly: odd", LastJson.GetProperty("error").GetString());
        Assert.Contains("   at ", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JobState.Completed, 0)]
    [InlineData(JobState.Failed, 1)]
    [InlineData(JobState.Cancelled, 1)]
    public async Task SubmitFollowAndWatch_JobThatEnds_EndWithItsCode(JobState state, int code)
    {
        Job = new FakeCoordinator(Statuses.Running(90), Statuses.Completed with { State = state });

        Assert.Equal(code, await RunAsync($"submit {Digits} --follow"));
        Assert.Equal(code, await RunAsync("watch digits-1"));

        Assert.Equal(2, OutputLines.Count(l => l.StartsWith($"digits-1 {state.ToString().ToLowerInvariant()}: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Watch_Interrupted_LeavesTheJobAloneAndSaysSo()
    {
        Job = new FakeCoordinator(Statuses.Running(90));
        Job.BeforeAnswer = asked =>
        {
            if (asked == 3)
            {
                Interrupt();
            }
        };

        Assert.Equal(130, await RunAsync("watch digits-1"));

        Assert.False(Job.IsCancelled);
        Assert.Contains("digits-1 keeps running.", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("next: granary watch digits-1", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_PausedJob_SaysHowItGoesOn()
    {
        Job = new FakeCoordinator(Statuses.Running(90), Statuses.Running(100) with { State = JobState.Paused });
        Job.BeforeAnswer = asked =>
        {
            if (asked == 5)
            {
                Interrupt();
            }
        };

        Assert.Equal(130, await RunAsync("watch digits-1 --data-dir /a"));

        const string Told = "digits-1 is paused. Resume it with: granary resume digits-1 --data-dir /a";
        Assert.Equal(2, Error.ToString().Split(Told).Length);
        Assert.Contains("digits-1 stays paused.", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("next: granary resume digits-1 --data-dir /a", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("now     paused until somebody resumes it", OutputLines);
    }

    [Fact]
    public async Task Watch_ClusterSilentForAWhile_GoesOnWhenItAnswersAgain()
    {
        Job = new FakeCoordinator(
            () => Statuses.Running(90),
            () => throw new TimeoutException("no answer"),
            () => throw new SiloUnavailableException("gone"),
            () => Statuses.Completed);

        Assert.Equal(0, await RunAsync("watch digits-1"));

        Assert.Equal(2, Error.ToString().Split("A silo was lost or is not answering. Retrying for up to 30 s.").Length);
    }

    [Fact]
    public async Task Watch_JobForgottenByTheCluster_EndsWith3()
    {
        Job = new FakeCoordinator(() => Statuses.Running(90), () => Statuses.Running(90), () => null);

        Assert.Equal(3, await RunAsync("watch digits-1"));

        Assert.Contains("no longer knows the job", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_Job_ShowsWhatItIsAndWhereItStands()
    {
        Job = new FakeCoordinator(Statuses.Running(900));

        Assert.Equal(0, await RunAsync("status digits-1"));

        Assert.Contains("network   64 → 15 relu (975) → 10 sigmoid (160), 1,135 parameters", OutputLines);
        Assert.Contains("digits-1 running: 10 of 30 epochs, 900 of 2,700 steps, 00:00 elapsed, 00:01 left", OutputLines);
        Assert.Contains("next: granary watch digits-1", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusJson_FailedJob_IsAnAnsweredQuestion()
    {
        Job = new FakeCoordinator(Statuses.Running(900) with { State = JobState.Failed, Error = "why" });

        Assert.Equal(0, await RunAsync("status digits-1 --json"));

        Assert.Single(OutputLines);
        Assert.Equal("failed", LastJson.GetProperty("state").GetString());
        Assert.Equal("why", LastJson.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Status_PausedJob_SaysSoAndHowItGoesOn()
    {
        Job = new FakeCoordinator(Statuses.Running(900) with { State = JobState.Paused, CheckpointedAt = 900 });

        Assert.Equal(0, await RunAsync("status digits-1"));

        Assert.Contains("digits-1 paused: 10 of 30 epochs, 900 of 2,700 steps in 0.90 s", OutputLines);
        Assert.Contains("saved   step 900", OutputLines);
        Assert.Contains("next: granary resume digits-1", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusJson_RunningJob_TellsOfWorkersAndCheckpoint()
    {
        Job = new FakeCoordinator(Statuses.Running(900) with { Workers = Statuses.Workers, CheckpointedAt = 850 });

        Assert.Equal(0, await RunAsync("status digits-1 --json"));

        Assert.Equal(850, LastJson.GetProperty("checkpoint").GetInt64());
        var workers = LastJson.GetProperty("perWorker").EnumerateArray().ToList();
        Assert.Equal(2, workers.Count);
        Assert.Equal("127.0.0.1:11112", workers[1].GetProperty("silo").GetString());
        Assert.Equal((5, 8), (workers[1].GetProperty("firstShard").GetInt32(), workers[1].GetProperty("endShard").GetInt32()));
        Assert.Equal(0.0013, workers[1].GetProperty("stepSeconds").GetDouble());
        Assert.Equal(0.0009, workers[1].GetProperty("waitingSeconds").GetDouble());
        Assert.Equal(12.5e6, workers[1].GetProperty("bytesPerSecond").GetDouble());
        Assert.Equal([true, false], workers.Select(w => w.GetProperty("holdsOthersUp").GetBoolean()));
    }

    [Fact]
    public async Task Cancel_RunningJob_WaitsForItsEnd()
    {
        Job = new FakeCoordinator(Statuses.Running(90));

        Assert.Equal(0, await RunAsync("cancel digits-1"));

        Assert.True(Job.IsCancelled);
        Assert.Equal(["digits-1 is cancelled."], OutputLines);
    }

    [Fact]
    public async Task Cancel_EndedJob_DoesNothing()
    {
        Job = new FakeCoordinator(Statuses.Completed);

        Assert.Equal(0, await RunAsync("cancel digits-1"));

        Assert.False(Job.IsCancelled);
        Assert.Equal(["digits-1 had already ended: it is completed."], OutputLines);
    }

    [Fact]
    public async Task Jobs_SeveralJobs_ListsThemInOrder()
    {
        Cluster.Coordinators["first-1"] = new FakeCoordinator(Statuses.Completed with { JobId = "first-1" });
        Cluster.Coordinators["mute-1"] = new FakeCoordinator(() => throw new TimeoutException());
        Job = new FakeCoordinator(Statuses.Running(900));

        Assert.Equal(0, await RunAsync("jobs"));
        Assert.StartsWith("JOB       STATE      DONE   EPOCHS  TEST     LOSS    TIME", OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("first-1   completed  100 %  30      93.61 %  0.0123  00:02", OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith("mute-1    no answer", OutputLines[2], StringComparison.Ordinal);
        Assert.StartsWith("digits-1  running    33 %   10", OutputLines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_OneThatWaits_SaysWhyInTime()
    {
        Cluster.Coordinators["queued-1"] = new FakeCoordinator(Statuses.Preparing with
        {
            JobId = "queued-1", State = JobState.Queued, Waiting = "next in line: 4 of 4 places are taken",
        });
        Job = new FakeCoordinator(Statuses.Running(900));

        Assert.Equal(0, await RunAsync("jobs"));
        Assert.StartsWith("JOB       STATE    WAITS", OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("queued-1  queued   next in line: 4 of 4 places are taken", OutputLines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--state running", "b-1 digits-1")]
    [InlineData("--state failed", "")]
    [InlineData("--name a", "a-1 a-2")]
    [InlineData("--last 2", "b-1 digits-1")]
    [InlineData("--name a --last 1", "a-2")]
    [InlineData("--state completed --last 1", "a-2")]
    [InlineData("--name nobody", "")]
    public async Task Jobs_SomeOfThem_ListsThose(string options, string expected)
    {
        Cluster.Coordinators["a-1"] = new FakeCoordinator(Statuses.Completed with { JobId = "a-1" });
        Cluster.Coordinators["a-2"] = new FakeCoordinator(Statuses.Completed with { JobId = "a-2" });
        Cluster.Coordinators["b-1"] = new FakeCoordinator(Statuses.Running(1) with { JobId = "b-1" });
        Job = new FakeCoordinator(Statuses.Running(900));

        Assert.Equal(0, await RunAsync($"jobs {options}"));

        Assert.Equal(expected, string.Join(' ', OutputLines.Skip(1).Select(l => l.Split(' ')[0])));
        Assert.Equal(expected.Length == 0, Error.ToString().Contains("There are no such jobs.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JobsJson_SeveralJobs_IsOneObjectALine()
    {
        Cluster.Coordinators["mute-1"] = new FakeCoordinator(() => throw new TimeoutException());
        Job = new FakeCoordinator(Statuses.Running(900));

        Assert.Equal(0, await RunAsync("jobs --json"));

        var jobs = OutputLines.Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["mute-1", "digits-1"], jobs.Select(j => j.GetProperty("job").GetString()!));
        Assert.Equal(JsonValueKind.Null, jobs[0].GetProperty("state").ValueKind);
        Assert.Equal("running", jobs[1].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Jobs_None_SaysHowToSubmitOne()
    {
        Assert.Equal(0, await RunAsync("jobs"));

        Assert.Empty(OutputLines);
        Assert.Contains("next: granary submit JOB.json", Error.ToString(), StringComparison.Ordinal);
    }
}
