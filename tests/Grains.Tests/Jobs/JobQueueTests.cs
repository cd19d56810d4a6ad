using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Jobs;

namespace Granary.Grains.Tests.Jobs;

public sealed class JobQueueTests
{
    private readonly JobQueue _queue = new(new JobListRecord());

    [Fact]
    public void Admit_MoreJobsThanPlaces_FirstComeFirstServed()
    {
        Enter("a", "b", "c");

        Assert.Equal(["a", "b"], _queue.Admit(2));
        Assert.Equal(["a", "b"], _queue.ListRunning());
        Assert.Empty(_queue.Admit(2));
        Assert.Equal("next in line: 2 of 2 places are taken", _queue.Explain("c", 2));

        _queue.Leave("a");
        Assert.Equal(["c"], _queue.Admit(2));
        Assert.Null(_queue.Explain("c", 2));
    }

    [Fact]
    public void Enter_Twice_ChangesNothing()
    {
        Assert.True(_queue.Enter("a", JobPriority.Normal));
        Assert.False(_queue.Enter("a", JobPriority.High));
        Assert.Single(_queue.Admit(2));
    }

    [Fact]
    public void Admit_HigherPriority_ComesFirst()
    {
        Enter(JobPriority.Low, "low");
        Enter("normal");
        Enter(JobPriority.High, "high");

        Assert.Equal(["high", "normal"], _queue.Admit(2));
        Assert.Equal("next in line: 2 of 2 places are taken", _queue.Explain("low", 2));
    }

    [Fact]
    public void FindInTheWay_HigherPriorityWaits_IsTheLastOfTheLowest()
    {
        Enter(JobPriority.Low, "low-1", "low-2");
        Enter("normal");
        _queue.Admit(3);
        Enter(JobPriority.High, "high");

        Assert.Empty(_queue.Admit(3));
        Assert.Equal(["low-2"], _queue.FindInTheWay());

        _queue.GiveWay("low-2");
        Assert.Equal(["high"], _queue.Admit(3));
        Assert.Empty(_queue.FindInTheWay());
    }

    [Fact]
    public void GiveWay_GoesOnBeforeThoseThatCameLater()
    {
        Enter("first");
        _queue.Admit(1);
        Enter("second");
        Enter(JobPriority.High, "high");

        Assert.Equal(["first"], _queue.FindInTheWay());
        _queue.GiveWay("first");
        Assert.Equal(["high"], _queue.Admit(1));

        _queue.Leave("high");
        Assert.Equal(["first"], _queue.Admit(1));
    }

    [Fact]
    public void FindInTheWay_EqualPriority_IsNobody()
    {
        Enter("a");
        _queue.Admit(1);
        Enter("b");

        Assert.Empty(_queue.FindInTheWay());
    }

    [Fact]
    public void WaitForMemory_JobsThatComeLater_WaitToo()
    {
        Enter("large");
        _queue.Admit(4);
        _queue.WaitForMemory("large", true);
        Enter("small");
        Enter(JobPriority.High, "high");

        Assert.Equal(["high"], _queue.Admit(4));
        Assert.Equal("next in line: large comes first, and waits for memory", _queue.Explain("small", 4));

        _queue.WaitForMemory("large", false);
        Assert.Equal(["small"], _queue.Admit(4));
    }

    [Fact]
    public void WaitForMemory_LowerPriorityRuns_GivesWay()
    {
        Enter(JobPriority.Low, "low");
        Enter(JobPriority.High, "high");
        _queue.Admit(4);
        _queue.WaitForMemory("high", true);

        Assert.Equal(["low"], _queue.FindInTheWay());
        _queue.GiveWay("low");
        Assert.Empty(_queue.Admit(4));
    }

    [Fact]
    public void FindHome_JobsThatStartAtTheSameTime_Spread()
    {
        string[] silos = ["x", "y"];
        Enter("a", "b", "c", "d");
        _queue.Admit(4);

        Assert.Equal(["y", "x", "y", "x"], new[] { "a", "b", "c", "d" }.Select(j => _queue.FindHome(j, silos, here: "y")));
        Assert.Equal("y", _queue.FindHome("a", silos, here: "x"));
        Assert.Equal("x", _queue.FindHome("a", ["x"], here: "x"));
        Assert.Null(_queue.FindHome("unknown", silos, here: "x"));
    }

    [Fact]
    public void Explain_PlaceInLine_NamesTheOneBefore()
    {
        Enter("a", "b", "c");
        _queue.Admit(1);

        Assert.Equal("place 2 in line, after b: 1 of 1 places are taken", _queue.Explain("c", 1));
    }

    private void Enter(params string[] jobs) => Enter(JobPriority.Normal, jobs);

    private void Enter(JobPriority priority, params string[] jobs)
    {
        foreach (var job in jobs)
        {
            _queue.Enter(job, priority);
        }
    }
}
