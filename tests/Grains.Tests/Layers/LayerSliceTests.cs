using Granary.Formulas.Optimizers;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Layers;
using Granary.Grains.Mapping;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;

namespace Granary.Grains.Tests.Layers;

public sealed class LayerSliceTests : IDisposable
{
    private const long Generation = 4;
    private const int Shards = 8;

    private static readonly SliceShape Shape = new(0, 0, 0, 5, 3);
    private static readonly OptimizerSettings Momentum = new(OptimizerKind.Momentum, 0.1f);

    // 20 rows in mini-batches of 8: the last of an epoch has 4, so that the average's divisor changes.
    private static readonly BatchSchedule Schedule = new(20, 8, Shards, epochs: 4, steps: null);

    private static readonly ShardRange[] Ranges = [new(0, 3), new(3, 4), new(4, 8)];
    private static readonly int[][] Orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

    private readonly ComputeExecutor _executor = new(2);

    public static TheoryData<int> EveryOrder => [.. Enumerable.Range(0, Orders.Length)];

    [Theory]
    [MemberData(nameof(EveryOrder))]
    public async Task Exchange_AnyOrderOfArrival_GivesTheSameBits(int order)
    {
        var slice = Make(readersAreLocal: false);

        for (var step = 0; step < 5; step++)
        {
            var answers = Orders[order].Select(w => Send(slice, step, Ranges[w])).ToArray();

            foreach (var answer in answers)
            {
                var weights = await answer;
                Assert.Equal(step + 1, weights.Version);
                AssertSame(Expected(step + 1), weights.Parameters);
            }
        }
    }

    [Fact]
    public async Task Exchange_LocalWorkers_GivesTheSameBitsWithoutLeavingTheLane()
    {
        var slice = Make(readersAreLocal: true);

        for (var step = 0; step < 5; step++)
        {
            var wasDone = await _executor.Run(() =>
            {
                var waiting = new[] { Send(slice, step, Ranges[0]), Send(slice, step, Ranges[1]) };
                Assert.All(waiting, w => Assert.False(w.IsCompleted));
                return Task.FromResult(Send(slice, step, Ranges[2]).IsCompletedSuccessfully);
            });

            Assert.True(wasDone, "the last worker's exchange did not complete at once");
            AssertSame(Expected(step + 1), slice.Read(Generation).Parameters);
        }
    }

    [Fact]
    public async Task Exchange_Duplicate_CountsOnce()
    {
        var slice = Make(readersAreLocal: false);

        Task<SliceWeights>[] answers =
        [
            Send(slice, 0, Ranges[0]).AsTask(), Send(slice, 0, Ranges[0]).AsTask(), Send(slice, 0, Ranges[1]).AsTask(),
            Send(slice, 0, Ranges[1]).AsTask(), Send(slice, 0, Ranges[2]).AsTask(),
        ];

        Assert.All(await Task.WhenAll(answers), w => Assert.Equal(1, w.Version));
        AssertSame(Expected(1), slice.Read(Generation).Parameters);
    }

    [Fact]
    public async Task Exchange_LateStep_IsAnsweredWithWhatIsPublished()
    {
        var slice = Make(readersAreLocal: false);
        await TakeSteps(slice, 3);

        var late = Send(slice, 0, Ranges[0]);

        Assert.True(late.IsCompletedSuccessfully);
        Assert.Equal(3, (await late).Version);
        AssertSame(Expected(3), (await late).Parameters);
        Assert.Equal(3, slice.Version);
    }

    [Fact]
    public async Task Exchange_LateMessage_DoesNotDisturbTheStepUnderWay()
    {
        var slice = Make(readersAreLocal: false);
        await TakeSteps(slice, 1);
        var first = Send(slice, 1, Ranges[0]).AsTask();

        await Send(slice, 0, Ranges[1]);
        Assert.False(first.IsCompleted);

        await Task.WhenAll(Send(slice, 1, Ranges[1]).AsTask(), Send(slice, 1, Ranges[2]).AsTask(), first);
        AssertSame(Expected(2), slice.Read(Generation).Parameters);
    }

    [Fact]
    public void Exchange_StepAhead_IsRefused()
    {
        var exception = Assert.Throws<RefusedException>(() => { _ = Send(Make(readersAreLocal: false), 1, Ranges[0]); });

        Assert.Contains("a gradient for step 1", exception.Message);
        Assert.Contains("expected step 0", exception.Message);
    }

    [Theory]
    [InlineData(Generation - 1)]
    [InlineData(Generation + 1)]
    public void Messages_OtherGeneration_AreRefused(long generation)
    {
        var slice = Make(readersAreLocal: false);

        Assert.Contains($"generation {generation}", Assert.Throws<RefusedException>(() => slice.Read(generation)).Message);
        Assert.Throws<RefusedException>(() => { _ = slice.Exchange(generation, 0, Ranges[0].Nodes(), Gradients(0, Ranges[0])); });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(39)]
    [InlineData(60)]
    public void Exchange_WrongLength_IsRefused(int length)
    {
        var slice = Make(readersAreLocal: false);
        var block = Block(new float[length]);

        var exception = Assert.Throws<RefusedException>(() => { _ = slice.Exchange(Generation, 0, Ranges[0].Nodes(), block); });

        Assert.Contains($"{length} floats", exception.Message);
        Assert.Contains("expected step 0 and 2 x 20 floats", exception.Message);
    }

    [Fact]
    public async Task Release_WhileSomebodyWaits_RefusesThemAndWhoComes()
    {
        var slice = Make(readersAreLocal: false);
        var waiting = Send(slice, 0, Ranges[0]).AsTask();

        slice.Release("The job has ended.");

        Assert.Equal("The job has ended.", (await Assert.ThrowsAsync<RefusedException>(() => waiting)).Message);
        Assert.Throws<RefusedException>(() => slice.Read(Generation));
        Assert.Throws<RefusedException>(() => { _ = Send(slice, 0, Ranges[1]); });
    }

    // Shard 0 is covered twice and shard 3 never, which the count of shards does not show.
    [Fact]
    public async Task Exchange_OverlappingNodes_RefusesAndLeavesTheLaneAlive()
    {
        var slice = Make(readersAreLocal: false);
        TreeNode[] overlapping = [new(2, 1), new(1, 0), new(0, 0), new(0, 2)];

        var exception = await Assert.ThrowsAsync<RefusedException>(
            () => slice.Exchange(Generation, 0, overlapping, Block(new float[4 * Shape.Length])).AsTask());

        Assert.Contains("the update of step 0 failed", exception.Message);
        Assert.Equal(1, await _executor.Run(() => Task.FromResult(1)));
    }

    [Fact]
    public async Task Published_WithRemoteReaders_IsNotOverwrittenForTwoMoreVersions()
    {
        var slice = Make(readersAreLocal: false);
        for (var version = 0; version < 6; version++)
        {
            var published = slice.Read(Generation);
            Assert.Equal(version, published.Version);

            await TakeSteps(slice, version, version + 2);
            AssertSame(Expected(version), published.Parameters);

            // Back to one step at a time: a new slice that stands at the next version.
            slice = Make(readersAreLocal: false);
            await TakeSteps(slice, version + 1);
        }
    }

    [Fact]
    public async Task Published_WithLocalReaders_StaysInOnePlace()
    {
        var slice = Make(readersAreLocal: true);
        var first = slice.Read(Generation).Parameters;

        await TakeSteps(slice, 2);

        Assert.Same(first, slice.Read(Generation).Parameters);
        Assert.Equal(20 * sizeof(float), slice.Bytes);
    }

    [Fact]
    public async Task Progress_NamesTheShardsThatAreMissing()
    {
        var slice = Make(readersAreLocal: false);
        await TakeSteps(slice, 1);
        _ = Send(slice, 1, Ranges[2]);

        var progress = slice.Progress(Generation);

        Assert.Equal(1, progress.Version);
        Assert.Equal([0, 1, 2, 3], progress.MissingShards);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Join_GivesTheStepsWeightsAndNeverWritesThemAgain(int version)
    {
        var slice = Make(readersAreLocal: false);
        await TakeSteps(slice, version);

        var joined = slice.Join(Generation, Twice(Ranges[0], firstStep: 2));
        await TakeSteps(slice, version, version + 7);

        Assert.Equal(2, joined.Version);
        AssertSame(Expected(2), joined.Parameters);
        AssertSame(Expected(version + 7), slice.Read(Generation).Parameters);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Join_AnotherStep_IsRefused(int firstStep)
    {
        var slice = Make(readersAreLocal: false);
        await TakeSteps(slice, 2);

        Assert.Contains("version 2", Assert.Throws<RefusedException>(() => slice.Join(Generation, Twice(Ranges[0], firstStep))).Message);
    }

    [Fact]
    public void Join_OnePlace_IsRefused() =>
        Assert.Throws<RefusedException>(() => Make(readersAreLocal: true).Join(Generation, Twice(Ranges[0], 0)));

    [Fact]
    public void Exchange_OtherBitsForANodeThatIsThere_AreRefused()
    {
        var slice = Make(readersAreLocal: false);
        _ = Send(slice, 0, Ranges[0]);

        var exception = Assert.Throws<DifferentBitsException>(() => { _ = SendFlipped(slice, 0, Ranges[0]); });

        Assert.Equal(0, exception.Step);
        Assert.Contains("shards 0 to 1 at step 0 for layer 1, slice 1", exception.Message);
    }

    // Far later: the step at which the second worker began, where the first one was held, is kept.
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task Exchange_SecondCopyAfterTheUpdate_IsComparedWithTheFirst(int stepsLater)
    {
        var slice = Make(readersAreLocal: false);
        await TakeSteps(slice, 2);
        slice.Join(Generation, Twice(Ranges[0], firstStep: 2));
        await TakeSteps(slice, 2, 2 + stepsLater);

        Assert.Equal(2 + stepsLater, (await Send(slice, 2, Ranges[0])).Version);
        Assert.Equal(2, Assert.Throws<DifferentBitsException>(() => { _ = SendFlipped(slice, 2, Ranges[0]); }).Step);
    }

    [Fact]
    public async Task Exchange_SecondCopyOfALaterStep_IsComparedWhileItsWeightsCannotBeWrittenAgain()
    {
        var slice = Make(readersAreLocal: false);
        slice.Join(Generation, Twice(Ranges[0], firstStep: 0));
        await TakeSteps(slice, 4);

        Assert.Throws<DifferentBitsException>(() => { _ = SendFlipped(slice, 3, Ranges[0]); });
        Assert.Equal(4, (await SendFlipped(slice, 2, Ranges[0])).Version);
    }

    // The last steps that both take are kept, but the weights they were made of may be gone.
    [Fact]
    public async Task Exchange_SecondCopyOfTheLastStepMuchLater_IsNotCompared()
    {
        var slice = Make(readersAreLocal: false);
        slice.Join(Generation, Twice(Ranges[0], firstStep: 0) with { EndStep = 3 });
        await TakeSteps(slice, 6);

        Assert.Equal(6, (await SendFlipped(slice, 2, Ranges[0])).Version);
    }

    [Fact]
    public async Task Exchange_ShardsDealtOnce_AreNotKept()
    {
        var slice = Make(readersAreLocal: false);
        slice.Join(Generation, Twice(Ranges[0], firstStep: 0));
        await TakeSteps(slice, 1);

        Assert.Equal(1, (await SendFlipped(slice, 0, Ranges[2])).Version);
    }

    public void Dispose() => _executor.Dispose();

    private static SpeculativeShards Twice(ShardRange range, long firstStep) => new(range.Start, range.End, firstStep, firstStep + 100);

    private static unsafe ValueTask<SliceWeights> SendFlipped(LayerSlice slice, long step, ShardRange range)
    {
        var gradients = Gradients(step, range);
        *(int*)(gradients.Pointer + 7) ^= 1;
        return slice.Exchange(Generation, step, range.Nodes(), gradients);
    }

    private static Task TakeSteps(LayerSlice slice, int steps) => TakeSteps(slice, 0, steps);

    private static async Task TakeSteps(LayerSlice slice, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            await Task.WhenAll(Ranges.Select(r => Send(slice, step, r).AsTask()));
        }
    }

    private static ValueTask<SliceWeights> Send(LayerSlice slice, long step, ShardRange range) =>
        slice.Exchange(Generation, step, range.Nodes(), Gradients(step, range));

    // The gradients of a range's nodes, added up as a worker does it.
    private static unsafe TensorBlock Gradients(long step, ShardRange range) => Block([.. range.Nodes().SelectMany(node =>
    {
        var tree = new GradientTree(node.ShardCount);
        var shards = Enumerable.Range(node.FirstShard, node.ShardCount).Select(s => Block(Gradient(step, s))).ToArray();
        for (var s = 0; s < shards.Length; s++)
        {
            tree.TryAdd(new TreeNode(0, s), shards[s].Pointer);
        }

        var sum = tree.Sum(0, Shape.Length).ToArray();
        GC.KeepAlive(shards);
        return sum;
    })]);

    // Of sizes so different that another order of additions gives other bits.
    private static float[] Gradient(long step, int shard) =>
        [.. Enumerable.Range(1, Shape.Length).Select(i => MathF.Sin(i * (step + 1) * (shard + 1)) * MathF.Pow(10, (shard * 5 % 8) - 4))];

    // What one state gives that gets all shards in order.
    private static unsafe float[] Expected(int version)
    {
        using var team = new ComputeTeam(1);
        var state = new SliceState(Shape, Optimizer.Create(Momentum));
        var parameters = FirstParameters();
        for (var step = 0; step < version; step++)
        {
            var tree = new GradientTree(Shards);
            var gradients = Enumerable.Range(0, Shards).Select(s => Block(Gradient(step, s))).ToArray();
            for (var s = 0; s < Shards; s++)
            {
                tree.TryAdd(new TreeNode(0, s), gradients[s].Pointer);
            }

            state.Update(team, step, Schedule.RowsIn(step), tree, parameters, parameters);
            GC.KeepAlive(gradients);
        }

        return parameters.Span.ToArray();
    }

    private static AlignedBuffer FirstParameters()
    {
        var parameters = new AlignedBuffer(Shape.Length);
        for (var i = 0; i < Shape.Length; i++)
        {
            parameters.Span[i] = 1f / (i + 3);
        }

        return parameters;
    }

    private static TensorBlock Block(float[] floats)
    {
        var buffer = new AlignedBuffer(floats.Length);
        floats.CopyTo(buffer.Span);
        return new TensorBlock(buffer.Array!, buffer.Offset, buffer.Length);
    }

    private static void AssertSame(float[] expected, TensorBlock actual) => Assert.Equal(
        expected.Select(BitConverter.SingleToInt32Bits), actual.Span.ToArray().Select(BitConverter.SingleToInt32Bits));

    private LayerSlice Make(bool readersAreLocal)
    {
        var assignment = new SliceAssignment
        {
            JobId = "job-1",
            Generation = Generation,
            Spec = TestJobs.Digits,
            TrainRows = 20,
            Layer = 0,
            Slice = 0,
            ReadersAreLocal = readersAreLocal,
            Cut = SliceCut.Whole.ToSpec(),
            HasNeighbours = !readersAreLocal,
            FirstSliceKey = "",
            Origin = SliceOrigin.Initializer,
        };
        return new LayerSlice(assignment, 0, FirstParameters(), new SliceState(Shape, Optimizer.Create(Momentum)), Schedule, _executor);
    }
}
