using Granary.Grains.Assignments;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Grains.Stragglers;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Tests.Stragglers;

public sealed class WorkerSlotTests
{
    private const string Key = "job/1/worker-9|127.0.0.1:2@2";

    private static readonly JobAssignment TheAssignment =
        JobAssignment.Make("job", TestJobs.Digits, new DataFacts(1438, 359, 64, ["0", "1"], null), SliceCut.Whole.ToSpec(), 1, [new SiloCapacity("127.0.0.1:1@1", 1), new SiloCapacity("127.0.0.1:2@2", 1)]);

    private readonly FakeWorker _first = new();
    private readonly FakeWorker _backup = new();
    private readonly List<string> _told = [];
    private readonly WorkerSlot _slot;

    public WorkerSlotTests() => _slot = new WorkerSlot(
        TheAssignment.Workers[0], key => key == Key ? _backup : _first, (silo, message) => _told.Add($"{silo}: {message}"));

    [Fact]
    public async Task Run_NobodyLate_IsTheWorkersReport()
    {
        Assert.False(_slot.MayHaveBackup);
        var run = _slot.Run(10, 14);
        Assert.True(_slot.MayHaveBackup);
        var report = Report(10, 4);

        _first.Span.SetResult(report);

        Assert.Same(report, await run);
        Assert.False(_slot.MayHaveBackup, "there is nothing left to be assigned");
        Assert.Empty(_told);
    }

    // Answers come on other threads: also in the middle of looking whether they are there.
    [Theory]
    [InlineData(5_000)]
    [InlineData(100_000, Traits = ["set", "long"])]
    public async Task Run_AnswersAtAnyMoment_MissesNone(int runs)
    {
        var answers = new BlockingAnswers();
        var slot = new WorkerSlot(TheAssignment.Workers[0], _ => answers, (_, _) => { });
        for (var i = 0; i < runs; i++)
        {
            answers.Spins = i % 64;

            await slot.Run(i, i + 1).WaitAsync(Eventually.Deadline);
        }

        answers.Stop();
    }

    [Fact]
    public async Task Run_SecondFirst_HoldsTheSeatAndTheLateOneTellsWhatCameBefore()
    {
        await LetSecondTakeOver();

        Assert.Same(_backup, _slot.Worker);
        Assert.Equal(("127.0.0.1:2@2", "127.0.0.1:1@1"), (_slot.Silo, _slot.LateSilo));
        Assert.Contains("127.0.0.1:1: Shards 0-3 are late at step 12; assigned to backup on silo 127.0.0.1:2 as well.", _told);

        var next = _slot.Run(14, 18);
        _backup.Span.SetResult(Report(14, 4));
        Assert.Equal(14, (await next).FirstStep);
        Assert.Equal(1, _first.Runs);
    }

    [Fact]
    public async Task Run_LateOneHasStopped_GetsItsSeatBack()
    {
        await LetSecondTakeOver();
        _first.Span.SetResult(Report(10, 3) with { IsOvertaken = true });

        var next = _slot.Run(14, 18);
        var report = Report(14, 4);
        _first.Span.SetResult(report);

        Assert.Same(report, await next);
        Assert.Equal((1, 1, 0), (_first.Prepared, _backup.Released, _first.Released));
        Assert.Null(_slot.LateSilo);
        Assert.Contains("127.0.0.1:1: Shards 0-3: it has caught up and computes them again.", _told);
    }

    [Fact]
    public async Task Run_FirstFirstAfterAll_DismissesTheSecond()
    {
        var run = _slot.Run(10, 14);
        _slot.StartBackup(Key, 12, 14);
        Assert.False(_slot.MayHaveBackup);

        _first.Span.SetResult(Report(10, 4));

        Assert.Equal(10, (await run).FirstStep);
        Assert.Same(_first, _slot.Worker);
        Assert.Equal(1, _backup.Released);
    }

    [Fact]
    public async Task Run_SecondFails_WaitsForTheFirst()
    {
        var run = _slot.Run(10, 14);
        _slot.StartBackup(Key, 12, 14);
        _backup.Span.SetException(new RefusedException("No data."));
        await Eventually.Becomes(() => Task.FromResult(_slot.MayHaveBackup), "another second worker to be possible", may => may);
        Assert.False(run.IsCompleted);

        _first.Span.SetResult(Report(10, 4));

        Assert.Equal(10, (await run).FirstStep);
        Assert.Contains("127.0.0.1:1: Shards 0-3: silo 127.0.0.1:2 could not compute them. No data.", _told);
    }

    [Fact]
    public async Task Run_FirstFailsAndSecondDoesNot_GoesOn()
    {
        var run = _slot.Run(10, 14);
        _slot.StartBackup(Key, 10, 14);
        _first.Span.SetException(new TimeoutException());
        Assert.False(run.IsCompleted);

        _backup.Span.SetResult(Report(10, 4));

        Assert.Equal(4, (await run).Steps);
    }

    [Fact]
    public async Task Run_NobodyLateButFailed_Fails()
    {
        var run = _slot.Run(10, 14);
        _first.Span.SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => run);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_OtherBits_NamesBothSilos(bool secondIsTold)
    {
        var run = _slot.Run(10, 14);
        _slot.StartBackup(Key, 12, 14);

        (secondIsTold ? _backup : _first).Span.SetException(new DifferentBitsException(12, "the gradient"));

        var e = await Assert.ThrowsAsync<DisagreementException>(() => run);
        Assert.Equal(12, e.Step);
        Assert.Equal(["127.0.0.1:1", "127.0.0.1:2"], new[] { e.Silo, e.Other }.Order());
        Assert.Contains("both computed the gradient", e.Message);
    }

    [Fact]
    public async Task ThrowIfDifferent_LateOneIsToldMuchLater_NamesBothSilos()
    {
        await LetSecondTakeOver();
        _slot.ThrowIfDifferent();

        _first.Span.SetException(new DifferentBitsException(12, "the gradient"));

        Assert.Equal(("127.0.0.1:1", "127.0.0.1:2"), Names(Assert.Throws<DisagreementException>(_slot.ThrowIfDifferent)));
        await Assert.ThrowsAsync<DisagreementException>(() => _slot.Run(14, 18));
    }

    [Fact]
    public async Task Release_ReachesTheLateOneToo()
    {
        await LetSecondTakeOver();

        await Task.WhenAll(_slot.Release());

        Assert.Equal((1, 1), (_first.Released, _backup.Released));
    }

    private static (string Silo, string Other) Names(DisagreementException e) => (e.Silo, e.Other);

    private static SpanReport Report(long from, int steps) => new()
    {
        FirstStep = from,
        Steps = steps,
        Nodes = 1,
        Losses = [.. Enumerable.Range(0, steps).Select(s => (double)(from + s))],
        Correct = new int[steps],
        Waiting = TimeSpan.Zero,
        BytesSent = 0,
    };

    // Steps 10 to 13, of which the first worker has done two.
    private async Task LetSecondTakeOver()
    {
        var run = _slot.Run(10, 14);
        _slot.StartBackup(Key, 12, 14);
        _first.SoFar = Report(10, 3);
        _backup.Span.SetResult(Report(12, 2));
        var report = await run;
        Assert.Equal((10, 4), (report.FirstStep, report.Steps));
        Assert.Equal([10, 11, 12, 13], report.Losses);
    }

    /// <summary>Answers from a thread of its own, as soon as it was asked and has spun for a moment.</summary>
    private sealed class BlockingAnswers : IWorkerGrain
    {
        private TaskCompletionSource<SpanReport>? _asked;
        private volatile bool _isStopped;

        public BlockingAnswers() => new Thread(Answer) { IsBackground = true }.Start();

        public int Spins { get; set; }

        public void Stop() => _isStopped = true;

        public Task<SpanReport> RunSpan(long from, long to)
        {
            var asked = new TaskCompletionSource<SpanReport>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _asked, asked);
            return asked.Task;
        }

        public Task<WorkerFacts> Prepare(WorkerAssignment assignment) => throw new NotSupportedException();

        public Task<SpanReport> JoinSpan(WorkerAssignment assignment, long from, long to) => throw new NotSupportedException();

        public Task<SpanReport> ReportSoFar() => throw new NotSupportedException();

        public Task<EvaluationReport> Evaluate(EvaluatedRows which, int firstBlock, int endBlock) => throw new NotSupportedException();

        public Task<string> HashWeights() => throw new NotSupportedException();

        public Task Release() => Task.CompletedTask;

        private void Answer()
        {
            var wait = default(SpinWait);
            while (!_isStopped)
            {
                if (Interlocked.Exchange(ref _asked, null) is { } asked)
                {
                    Thread.SpinWait(Spins);
                    asked.SetResult(Report(0, 1));
                    wait.Reset();
                }
                else
                {
                    wait.SpinOnce(sleep1Threshold: -1);
                }
            }
        }
    }

    private sealed class FakeWorker : IWorkerGrain
    {
        /// <summary>The report of the span that it was given last.</summary>
        public TaskCompletionSource<SpanReport> Span { get; private set; } = new();

        public SpanReport? SoFar { get; set; }

        public int Runs { get; private set; }

        public int Prepared { get; private set; }

        public int Released { get; private set; }

        public Task<WorkerFacts> Prepare(WorkerAssignment assignment)
        {
            Prepared++;
            return Task.FromResult(new WorkerFacts { Silo = "", Kernel = "", ComputeThreads = 1, Faults = [] });
        }

        public Task<SpanReport> RunSpan(long from, long to)
        {
            Runs++;
            Span = new TaskCompletionSource<SpanReport>();
            return Span.Task;
        }

        public Task<SpanReport> JoinSpan(WorkerAssignment assignment, long from, long to) => RunSpan(from, to);

        public Task<SpanReport> ReportSoFar() => Task.FromResult(SoFar!);

        public Task<EvaluationReport> Evaluate(EvaluatedRows which, int firstBlock, int endBlock) => throw new NotSupportedException();

        public Task<string> HashWeights() => throw new NotSupportedException();

        public Task Release()
        {
            Released++;
            return Task.CompletedTask;
        }
    }
}
