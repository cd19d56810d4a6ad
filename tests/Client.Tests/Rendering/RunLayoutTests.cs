using Granary.Client.Rendering;
using Granary.Formulas.Activations;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class RunLayoutTests
{
    private const string Hint = "Ctrl-C cancels the job";

    [Fact]
    public void Lines_RunningJobAt80_ShowsEverything()
    {
        var lines = Layout(Statuses.Running(945), 80, 30);

        Assert.Equal("digits-1  running  Ctrl-C cancels the job", lines[0]);
        Assert.Equal("epoch  " + new string('━', 14) + new string('─', 26) + "  10/30", lines[1]);
        Assert.Equal("step   " + new string('━', 20) + new string('─', 20) + "  45/90", lines[2]);
        Assert.Equal("time   00:00  left 00:01  1,000 steps/s  16,000 rows/s", lines[3]);
        Assert.Equal("train  loss 0.0123  accuracy 98.77 %", lines[4]);
        Assert.Equal("test   loss 4.560e-4  accuracy 93.61 %", lines[5]);
        Assert.StartsWith("0.5000 ", lines[6], StringComparison.Ordinal);
        Assert.StartsWith("0.0125 ", lines[11], StringComparison.Ordinal);
        Assert.Equal(12, lines.Length);
    }

    [Fact]
    public void Lines_RunningJobAt40_DropsFromTheEndsOfTheLines()
    {
        var lines = Layout(Statuses.Running(945), 40, 30);

        Assert.Equal("digits-1  running", lines[0]);
        Assert.Equal("epoch  " + new string('━', 9) + new string('─', 17) + "  10/30", lines[1]);
        Assert.Equal("time   00:00  left 00:01  1,000 steps/s", lines[3]);
        Assert.Equal("test   loss 4.560e-4  accuracy 93.61 %", lines[5]);
    }

    [Fact]
    public void Lines_NothingKnownYet_ShowsNoNumberThatIsNotKnown()
    {
        var lines = Layout(Statuses.Preparing, 80, 30);

        Assert.Equal("epoch  " + new string('─', 40) + "   0/30", lines[1]);
        Assert.Equal("step   " + new string('─', 40) + "  -/-", lines[2]);
        Assert.Equal("time   00:00  left --:--  - steps/s  - rows/s", lines[3]);
        Assert.Equal("train  loss -", lines[4]);
        Assert.Equal(6, lines.Length);
    }

    [Fact]
    public void Lines_LowScreen_DropsTheChartFirst()
    {
        Assert.Equal(9, Layout(Statuses.Running(945), 80, 9).Length);
        Assert.Equal("test   loss 4.560e-4  accuracy 93.61 %", Layout(Statuses.Running(945), 80, 8)[^1]);
        Assert.Equal("step   ", Layout(Statuses.Running(945), 80, 3)[^1][..7]);
        Assert.Single(Layout(Statuses.Running(945), 80, 0));
    }

    [Fact]
    public void Lines_LostSilos_AreTold() =>
        Assert.Contains(
            "lost   silos 2 times; the job recovered", Layout(Statuses.Running(945) with { Recoveries = 2 }, 80, 30));

    [Fact]
    public void Lines_SeveralWorkers_StandAboveTheChart()
    {
        var status = Statuses.Running(945) with { Workers = Statuses.Workers, CheckpointedAt = 900 };
        var lines = Layout(status, 80, 30);

        Assert.Equal("saved  step 900", lines[6]);
        Assert.StartsWith("SILO  ", lines[7], StringComparison.Ordinal);
        Assert.StartsWith("127.0.0.1:11111 holds up the others", lines[10], StringComparison.Ordinal);
        Assert.StartsWith("0.5000 ", lines[11], StringComparison.Ordinal);
        Assert.Equal(17, lines.Length);
    }

    [Fact]
    public void Lines_OneWorker_NeedsNoTable() =>
        Assert.Equal(Layout(Statuses.Running(945), 80, 30), Layout(Statuses.Running(945) with { Workers = [Statuses.Workers[0]] }, 80, 30));

    [Fact]
    public void Lines_PausedJob_SaysHowItGoesOnInAnyWidth()
    {
        var status = Statuses.Running(945) with { State = JobState.Paused, Workers = Statuses.Workers };
        var lines = RunLayout.Lines(new RunFrame(status, Hint, "granary resume digits-1 --data-dir /a"), 60, 30).Select(l => l.ToString()).ToArray();

        Assert.Equal("digits-1  paused  Ctrl-C cancels the job", lines[0]);
        Assert.Equal("now    paused; resume it with: granary resume digits-1", lines[6]);
        Assert.Equal("       --data-dir /a", lines[7]);
        Assert.DoesNotContain(lines, l => l.StartsWith("SILO", StringComparison.Ordinal));
    }

    [Fact]
    public void Lines_RecoveringJob_SaysWhatIsDone() => Assert.Contains(
        "now    a silo was lost; its work is being reassigned, and the job will continue by itself",
        Layout(Statuses.Running(945) with { State = JobState.Recovering }, 100, 30));

    [Theory]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(57)]
    [InlineData(80)]
    [InlineData(120)]
    public void Lines_AnyStatus_AreNeverWiderOrHigherThanTheScreen(int width)
    {
        foreach (var status in OddStatuses())
        {
            for (var height = 1; height < 20; height++)
            {
                var lines = RunLayout.Lines(new RunFrame(status, Hint), width, height);

                Assert.InRange(lines.Count, 1, height);
                Assert.All(lines, l => Assert.InRange(l.Width, 0, width));
            }

            Assert.All(Banner.Lines(status, width), l => Assert.InRange(l.Width, 0, width));
            Assert.All(Summary.Lines(status, width), l => Assert.InRange(l.Width, 0, width));
        }
    }

    internal static IEnumerable<JobStatus> OddStatuses()
    {
        yield return Statuses.Preparing;
        yield return Statuses.Running(0);
        yield return Statuses.Running(945);
        yield return Statuses.Completed;
        yield return Statuses.Running(945) with { Workers = Statuses.Workers, CheckpointedAt = 900, Recoveries = 1 };
        yield return Statuses.Running(945) with { State = JobState.Recovering, Recoveries = 1 };
        yield return Statuses.Running(945) with { State = JobState.Paused };
        yield return Statuses.Running(945) with
        {
            Workers = [.. Enumerable.Range(0, 64).Select(i => Statuses.Worker($"\u001b[2J{new string('x', i)}:1", i, i + 1, i / 50.0))],
        };
        yield return Statuses.Running(945) with
        {
            JobId = new string('x', 70),
            State = JobState.Failed,
            Error = new string('y', 300) + " \u001b[2J and\nmore 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
            TrainLoss = double.NaN,
            TestLoss = double.PositiveInfinity,
            StepsPerSecond = 1e12,
            SamplesPerSecond = 1e15,
            Elapsed = TimeSpan.FromDays(400),
            Remaining = TimeSpan.FromDays(4000),
            Recoveries = 123456,
            Facts = Statuses.Facts with
            {
                TotalSteps = 123_456_789_012,
                StepsPerEpoch = 1_000_000_000,
                Classes = ["漢字漢字漢字", "\u001b[31mred", .. Enumerable.Range(2, 8).Select(i => new string((char)('a' + i), 30))],
                Layers = [.. Enumerable.Range(0, 20).Select(_ => new LayerFacts(100_000, 100_000, Activation.LeakyRelu, 1000))],
            },
            Confusion = [.. Enumerable.Range(0, 100).Select(i => i * 1_000_000)],
            History = [.. Enumerable.Range(0, 200).Select(i => new LossPoint(i, i % 7 == 0 ? double.NaN : 1e30 / (i + 1)))],
        };
    }

    private static string[] Layout(JobStatus status, int width, int height) =>
        [.. RunLayout.Lines(new RunFrame(status, Hint), width, height).Select(l => l.ToString())];
}
