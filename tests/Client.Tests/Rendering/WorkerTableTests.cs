using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class WorkerTableTests
{
    [Fact]
    public void Lines_OneWorkerWaitsLess_SaysWhoHoldsTheOthersUp() => Assert.Equal(
        [
            "SILO             SHARDS  STEP     WAITING       SENT",
            "127.0.0.1:11111  0-4     1.30 ms  8 %, 100 µs   11.9 MiB/s",
            "127.0.0.1:11112  5-7     1.30 ms  69 %, 900 µs  11.9 MiB/s",
            "127.0.0.1:11111 holds up the others: it waits 8 %, they wait 69 % or more",
        ],
        Text(Statuses.Workers, 80));

    [Fact]
    public void Lines_NarrowScreen_DropsFromTheEnds() => Assert.Equal(
        [
            "SILO             SHARDS  STEP",
            "127.0.0.1:11111  0-4     1.30 ms",
            "127.0.0.1:11112  5-7     1.30 ms",
            "127.0.0.1:11111 holds up the others",
        ],
        Text(Statuses.Workers, 40));

    [Fact]
    public void Lines_WorkersThatWaitAlike_BlameNobody() =>
        Assert.Equal(3, Text([Statuses.Worker("a:1", 0, 4, 0.3), Statuses.Worker("b:1", 4, 8, 0.5)], 80).Length);

    [Fact]
    public void Lines_SeveralWorkersASilo_AreJudgedBySilo()
    {
        Assert.Equal(
            "a:1 holds up the others: it waits 8 %, they wait 62 % or more",
            Text(
                [
                    Statuses.Worker("a:1", 0, 2, 0.2), Statuses.Worker("a:1", 2, 4, 0.1),
                    Statuses.Worker("b:1", 4, 6, 0.8), Statuses.Worker("c:1", 6, 8, 0.9),
                ],
                80)[^1]);
        Assert.Equal(3, Text([Statuses.Worker("a:1", 0, 4, 0.1), Statuses.Worker("a:1", 4, 8, 0.9)], 80).Length);
    }

    [Fact]
    public void Lines_MoreWorkersThanRoom_CountsTheOthers()
    {
        var workers = Enumerable.Range(0, 8).Select(i => Statuses.Worker($"s{i}:1", i, i + 1, i == 7 ? 0.1 : 0.9)).ToArray();

        var lines = Text(workers, 80, 6);

        Assert.Equal(["SILO", "s0:1", "s1:1", "s2:1", "and 5 more", "s7:1 holds up the others"], lines.Select(l => l.Split("  ")[0].Split(": ")[0]));
        Assert.Equal(10, Text(workers, 80, 10).Length);
        Assert.Equal(["SILO", "and 8 more", "s7:1 holds up the others"], Text(workers, 80, 3).Select(l => l.Split("  ")[0].Split(": ")[0]));
        Assert.Empty(Text(workers, 80, 2));
    }

    [Theory]
    [InlineData(JobState.Recovering)]
    [InlineData(JobState.Paused)]
    [InlineData(JobState.Completed)]
    public void Lines_JobThatDoesNotRun_ShowsNobodyAtWork(JobState state) =>
        Assert.Empty(WorkerTable.Lines(Statuses.Running(945) with { State = state, Workers = Statuses.Workers }, 80));

    private static string[] Text(WorkerStatus[] workers, int width, int most = int.MaxValue) =>
        [.. WorkerTable.Lines(Statuses.Running(945) with { Workers = workers }, width, most).Select(l => l.ToString())];
}
