using Granary.Formulas.Activations;
using Granary.Grains.Assignments;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Tests.Assignments;

public sealed class JobAssignmentTests
{
    private static readonly SiloCapacity[] Silos = [new("127.0.0.1:1@1", 2), new("127.0.0.1:2@2", 2), new("127.0.0.1:3@3", 2)];

    private static readonly DataFacts Data = new(1438, 359, 64, ["0", "1"], null);

    // Layers of 1, 2, 3 and 1 slices, of very different sizes.
    private static readonly JobSpec Wide = TestJobs.Digits with
    {
        Network = new NetworkSpec { Dimensions = [64, 320, 1000, 600, 10], Activations = new Activation[4] },
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    public void Make_Shards_AreAssignedOnceInContiguousRangesAsEvenAsCanBe(int silos, int workersPerSilo)
    {
        var assignment = Make(TestJobs.Digits with { WorkersPerSilo = workersPerSilo }, silos);

        var next = 0;
        foreach (var worker in assignment.Workers.Select(w => w.Assignment))
        {
            Assert.Equal(next, worker.FirstShard);
            next = worker.EndShard;
        }

        Assert.Equal(8, next);
        Assert.Equal(Math.Min(8, silos * workersPerSilo), assignment.Workers.Length);
        var counts = assignment.Workers.Select(w => w.Assignment.EndShard - w.Assignment.FirstShard).ToArray();
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        Assert.All(counts, c => Assert.NotEqual(0, c));
    }

    [Fact]
    public void Make_OneShard_IsDealtToOneWorker() =>
        Assert.Equal((0, 1), Make(TestJobs.Digits with { Shards = 1 }, 3).Workers.Select(w => (w.Assignment.FirstShard, w.Assignment.EndShard)).Single());

    [Fact]
    public void Make_Nodes_CoverEveryShardOnceInOrder()
    {
        var assignment = Make(TestJobs.Digits with { Shards = 32, WorkersPerSilo = 2 }, 3);

        Assert.Equal(Enumerable.Range(0, 32), assignment.Nodes.SelectMany(n => Enumerable.Range(n.FirstShard, n.ShardCount)));
    }

    [Fact]
    public void Make_SilosOfSeveralMachines_ShareMemoryWithinOne()
    {
        var silos = new[] { "one", "two", "one", null, null }.Select((machine, i) => new SiloCapacity($"127.0.0.1:{i}@1", 1, machine)).ToArray();
        var assignment = JobAssignment.Make("job-1", Wide, Data, SliceCut.Whole.ToSpec(), 1, silos);

        Assert.All(assignment.Workers, w => Assert.Equal(
            [(silos[0].Address, "one"), (silos[1].Address, "two"), (silos[2].Address, "one")],
            w.Assignment.Machines.Select(m => (m.Key, m.Value))));
        Assert.All(assignment.Slices, s => Assert.Equal(
            GrainKeys.SiloOf(s.Key) == silos[0].Address || GrainKeys.SiloOf(s.Key) == silos[2].Address, s.Assignment.HasNeighbours));
        Assert.Contains(assignment.Slices, s => s.Assignment.HasNeighbours);
    }

    [Fact]
    public void Make_SilosOfOneMachineWithANetworkOnOne_ShareNothing()
    {
        var assignment = JobAssignment.Make("job-1", TestJobs.Digits with { Shards = 1 }, Data, SliceCut.Whole.ToSpec(), 1, [new("a:1@1", 1, "m"), new("b:1@1", 1, "m")]);

        Assert.All(assignment.Slices, s => Assert.False(s.Assignment.HasNeighbours));
    }

    [Fact]
    public void Make_Slices_SpreadTheirBytesEvenly()
    {
        var assignment = Make(Wide, 3);
        int[] sizes = [64 * 320, 512 * 320, 488 * 320, 192 * 1000, 192 * 1000, 216 * 1000, 600 * 10];
        Assert.Equal(sizes.Length, assignment.Slices.Length);

        var bytes = assignment.Slices.Zip(sizes).GroupBy(s => GrainKeys.SiloOf(s.First.Key), s => s.Second).Select(g => g.Sum()).ToArray();

        // With the largest first, each to the lightest silo, no two silos differ by more than the largest slice.
        Assert.Equal(3, bytes.Length);
        Assert.InRange(bytes.Max() - bytes.Min(), 0, sizes.Max());
    }

    [Fact]
    public void Make_FineCut_IsWhatSlicesAndWorkersAreTold()
    {
        var cut = new SliceCut(MaxWeights: 2000, Alignment: 8);

        var assignment = JobAssignment.Make("job-1", Wide, Data, cut.ToSpec(), generation: 1, Silos);

        var shapes = SlicePlan.Cut(Wide.Network.ToShape(), cut);
        Assert.Contains(shapes[1], s => s.FirstNeuron % SlicePlan.WidestAlignment == 8);
        Assert.Equal(shapes.Sum(layer => layer.Length), assignment.Slices.Length);
        Assert.Equal(shapes.Select(layer => layer.Length), assignment.Workers[0].Assignment.SliceKeys.Select(keys => keys.Length));
        Assert.All(assignment.Slices, s => Assert.Equal(cut, s.Assignment.Cut.ToCut()));
        Assert.All(assignment.Workers, w => Assert.Equal(cut, w.Assignment.Cut.ToCut()));
    }

    [Fact]
    public void Make_SameSilos_GiveTheSameAssignment()
    {
        var (first, second) = (Make(Wide, 3), Make(Wide, 3));

        Assert.Equal(first.Workers.Select(w => w.Key), second.Workers.Select(w => w.Key));
        Assert.Equal(first.Slices.Select(s => s.Key), second.Slices.Select(s => s.Key));
    }

    [Fact]
    public void Make_Keys_NameTheSilosAndAreDifferent()
    {
        var assignment = Make(Wide with { WorkersPerSilo = 2 }, 3);

        Assert.Equal(Silos.Select(s => s.Address), assignment.Workers.Select(w => GrainKeys.SiloOf(w.Key)).Distinct());
        Assert.All(assignment.Workers, w => Assert.Equal(w.Silo, GrainKeys.SiloOf(w.Key)));
        Assert.All(assignment.Slices, s => Assert.Contains(GrainKeys.SiloOf(s.Key), Silos.Select(silo => silo.Address)));
        Assert.Distinct(assignment.Workers.Select(w => w.Key).Concat(assignment.Slices.Select(s => s.Key)));
    }

    [Fact]
    public void Make_Workers_KnowAllSlices()
    {
        var assignment = Make(Wide, 2);

        Assert.All(assignment.Workers, w => Assert.Equal([1, 2, 3, 1], w.Assignment.SliceKeys.Select(k => k.Length)));
        Assert.All(assignment.Workers, w => Assert.Equal(assignment.Slices.Select(s => s.Key), w.Assignment.SliceKeys.SelectMany(k => k)));
    }

    [Fact]
    public void Make_Everybody_KnowsTheData()
    {
        var assignment = Make(Wide, 2);

        Assert.All(assignment.Workers, w => Assert.Equal(Data, w.Assignment.Data));
        Assert.All(assignment.Slices, s => Assert.Equal(1438, s.Assignment.TrainRows));
    }

    [Fact]
    public void Make_ReadersAreLocal_OnlyWhenAllWorkersShareTheSlicesSilo()
    {
        Assert.All(Make(Wide with { WorkersPerSilo = 2 }, 1).Slices, s => Assert.True(s.Assignment.ReadersAreLocal));
        Assert.All(Make(Wide, 2).Slices, s => Assert.False(s.Assignment.ReadersAreLocal));
        Assert.All(Make(Wide with { Shards = 1 }, 3).Slices, s => Assert.False(s.Assignment.ReadersAreLocal));
    }

    [Fact]
    public void Make_UnevenSilos_GetShardsByTheirThreads()
    {
        var assignment = JobAssignment.Make(
            "job-1", TestJobs.Digits, Data, SliceCut.Whole.ToSpec(), 1, [new("127.0.0.1:1@1", 6), new("127.0.0.1:2@2", 2), new("127.0.0.1:3@3", 8)]);

        Assert.Equal([(0, 3), (3, 4), (4, 8)], assignment.Workers.Select(w => (w.Assignment.FirstShard, w.Assignment.EndShard)));
    }

    [Fact]
    public void Make_Buckets_HoldEverySliceOnceOnItsOwnSilo()
    {
        var assignment = Make(Wide, 3);

        var packed = assignment.Buckets.SelectMany(p => p.SliceKeys.Select(key => (Bucket: GrainKeys.SiloOf(p.Key), Slice: key))).ToArray();
        Assert.Equal(assignment.Slices.Select(s => s.Key).Order(), packed.Select(p => p.Slice).Order());
        Assert.All(packed, p => Assert.Equal(GrainKeys.SiloOf(p.Slice), p.Bucket));
        Assert.All(assignment.Buckets, p => Assert.Equal(p.Slices.OrderByDescending(s => s.Layer).Select(s => s.Layer), p.Slices.Select(s => s.Layer)));
        Assert.Equal(assignment.Slices.Length, assignment.Buckets.Select(p => p.Slices.Length).Sum());
    }

    [Fact]
    public void Make_SmallNetwork_IsOneBucketOnASiloThatWorks()
    {
        var assignment = Make(TestJobs.Digits with { Shards = 1 }, 3);

        Assert.Empty(assignment.Buckets);
        Assert.All(assignment.Slices, s => Assert.Equal(assignment.Workers.Single().Silo, GrainKeys.SiloOf(s.Key)));
        Assert.Equal([new SliceId(1, 0), new SliceId(0, 0)], Assert.Single(Make(TestJobs.Digits, 3).Buckets).Slices);
    }

    [Fact]
    public void Make_OneSilo_NeedsNoBuckets() => Assert.Empty(Make(Wide with { WorkersPerSilo = 2 }, 1).Buckets);

    private static JobAssignment Make(JobSpec spec, int silos) =>
        JobAssignment.Make("job-1", spec, Data, SliceCut.Whole.ToSpec(), generation: 1, Silos[..silos]);
}
