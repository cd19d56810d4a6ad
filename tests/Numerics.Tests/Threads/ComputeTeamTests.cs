using Granary.Numerics.Threads;

namespace Granary.Numerics.Tests.Threads;

public class ComputeTeamTests
{
    public static TheoryData<int> Threads => [1, 2, 3, 5];

    // Rounds of every size follow each other without a pause, so that helpers wake late, spin, and meet the next round.
    [Theory]
    [MemberData(nameof(Threads))]
    public void Run_ManyRounds_DoesEachPartExactlyOnce(int threads)
    {
        using var team = new ComputeTeam(threads);
        var counts = new Counts(70);
        for (var round = 0; round < 20_000; round++)
        {
            var parts = round % counts.Length;
            team.Run(counts, parts);
            counts.AssertOnceEach(parts);
        }
    }

    // Helpers sleep after some microseconds without work: each round has to wake them, or do without them.
    [Theory]
    [MemberData(nameof(Threads))]
    public void Run_AfterHelpersWentToSleep_DoesEachPartExactlyOnce(int threads)
    {
        using var team = new ComputeTeam(threads);
        var counts = new Counts(10);
        for (var round = 0; round < 200; round++)
        {
            Thread.SpinWait(round * 300);
            team.Run(counts, 10);
            counts.AssertOnceEach(10);
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Run_AsManyPartsAsThereMayBe_DoesEachPartExactlyOnce(int threads)
    {
        using var team = new ComputeTeam(threads);
        var counts = new Counts(ComputeTeam.MaxParts);
        team.Run(counts, ComputeTeam.MaxParts);
        counts.AssertOnceEach(ComputeTeam.MaxParts);
    }

    [Fact]
    public void Run_TooManyParts_IsRefused()
    {
        using var team = new ComputeTeam(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Run(new Counts(1), ComputeTeam.MaxParts + 1));
    }

    [Fact]
    public void Run_AsManyPartsAsThreads_UsesThemAll()
    {
        using var team = new ComputeTeam(3);
        var meeting = new Meeting(3);
        team.Run(meeting, 3);
        Assert.Equal(3, meeting.Threads.Distinct().Count());
        Assert.Contains(Thread.CurrentThread, meeting.Threads);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Run_PartsThatFail_SaysWhyAndTheTeamWorksOn(int threads)
    {
        using var team = new ComputeTeam(threads);
        var counts = new Counts(9);
        for (var round = 0; round < 300; round++)
        {
            var error = Assert.Throws<InvalidOperationException>(() => team.Run(new Failing(round % 9), 9));
            Assert.Contains("part is odd", error.Message);
            Assert.IsType<ArithmeticException>(error.InnerException);
            team.Run(counts, 9);
            counts.AssertOnceEach(9);
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Dispose_Team_EndsItsThreads(int threads)
    {
        var team = new ComputeTeam(threads);
        var meeting = new Meeting(threads);
        team.Run(meeting, threads);
        team.Dispose();
        Assert.Equal(threads, meeting.Threads.Length);
        Assert.All(meeting.Threads, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));
    }

    [Fact]
    public void Dispose_AnIdleTeam_EndsSleepingThreads()
    {
        for (var round = 0; round < 100; round++)
        {
            var team = new ComputeTeam(3);
            Thread.SpinWait(round * 1000);
            team.Dispose();
        }
    }

    [Fact]
    public void Create_NoThread_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new ComputeTeam(0));

    private sealed class Counts(int parts) : IParallelWork
    {
        private readonly int[] _counts = new int[parts];

        public int Length => _counts.Length;

        public void Execute(int part) => Interlocked.Increment(ref _counts[part]);

        public void AssertOnceEach(int parts)
        {
            for (var part = 0; part < _counts.Length; part++)
            {
                var expected = part < parts ? 1 : 0;
                if (_counts[part] != expected)
                {
                    Assert.Fail($"Part {part} of {parts} was done {_counts[part]} times.");
                }

                _counts[part] = 0;
            }
        }
    }

    // No part ends before each has begun, so each has a thread of its own.
    private sealed class Meeting(int parts) : IParallelWork
    {
        private readonly Barrier _barrier = new(parts);

        public Thread[] Threads { get; } = new Thread[parts];

        public void Execute(int part)
        {
            Threads[part] = Thread.CurrentThread;
            _barrier.SignalAndWait();
        }
    }

    private sealed class Failing(int failing) : IParallelWork
    {
        public void Execute(int part)
        {
            if (part == failing)
            {
                throw new ArithmeticException("The part is odd.");
            }
        }
    }
}
