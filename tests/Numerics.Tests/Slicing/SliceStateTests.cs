using Granary.Formulas.Optimizers;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Tests.Functions;
using Granary.Numerics.Tests.Lanes;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Tests.Slicing;

public sealed unsafe class SliceStateTests
{
    // More than two of the parts that threads share, and no multiple of anything.
    private static readonly SliceShape Shape = new(0, 0, 0, 451, 331);

    public static TheoryData<OptimizerKind> Kinds => [.. Enum.GetValues<OptimizerKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Update_GradientsOfFourShards_IsTheOptimizersUpdateOfTheirSum(OptimizerKind kind)
    {
        var optimizer = Optimizer.Create(new OptimizerSettings(kind, 0.1f));
        var state = new SliceState(Shape, optimizer);
        using var team = new ComputeTeam(3);
        var (current, next) = (Buffer(1), Buffer(2));
        var (first, second) = (new float[Shape.Length], new float[Shape.Length]);
        var expected = current.Span.ToArray();
        for (var step = 0; step < 3; step++)
        {
            var shards = Enumerable.Range(0, 4).Select(s => Buffer(10 + (4 * step) + s)).ToArray();
            var tree = new GradientTree(4);
            for (var s = 0; s < 4; s++)
            {
                tree.TryAdd(new TreeNode(0, s), shards[s].Pointer);
            }

            var before = current.Span.ToArray();
            state.Update(team, step, 7, tree, current, next);
            SameBits.AssertEqual(before, current.Span, "The version before");
            var sum = new float[Shape.Length];
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] = (shards[0].Span[i] + shards[1].Span[i]) + (shards[2].Span[i] + shards[3].Span[i]);
            }

            optimizer.Update(step, 1f / 7, sum, expected, expected, first, second);
            SameBits.AssertEqual(expected, next.Span, $"Step {step}");
            (current, next) = (next, current);
            GC.KeepAlive(shards);
        }
    }

    [Fact]
    public void Update_Bfloat16_RoundsWhatIsPublishedAndKeepsTheRest()
    {
        var optimizer = Optimizer.Create(new OptimizerSettings(OptimizerKind.Momentum, 0.001f));
        var state = new SliceState(Shape, optimizer, WireFormat.Bfloat16);
        using var team = new ComputeTeam(3);
        var published = Buffer(1);
        var expected = published.Span.ToArray();
        var velocity = new float[Shape.Length];
        var gradient = Buffer(2);
        var tree = new GradientTree(1, WireFormat.Bfloat16);
        tree.TryAdd(new TreeNode(0, 0), gradient.Pointer);
        state.Start(published);
        SameBits.AssertEqual(Array.ConvertAll(expected, Bfloat16Oracle.Round), published.Span, "First version");
        for (var step = 0; step < 3; step++)
        {
            var next = new AlignedBuffer(Shape.Length);
            state.Update(team, step, 7, tree, published, next);
            optimizer.Update(step, 1f / 7, gradient.Span, expected, expected, velocity, []);
            SameBits.AssertEqual(Array.ConvertAll(expected, Bfloat16Oracle.Round), next.Span, $"Step {step}");
            published = next;
        }

        GC.KeepAlive(gradient);
    }

    [Fact]
    public void Update_Bfloat16WithoutStart_IsRefused()
    {
        var optimizer = Optimizer.Create(new OptimizerSettings(OptimizerKind.Sgd, 0.1f));
        var state = new SliceState(Shape, optimizer, WireFormat.Bfloat16);
        using var team = new ComputeTeam(1);
        var parameters = Buffer(1);

        var error = Assert.Throws<InvalidOperationException>(
            () => state.Update(team, 0, 7, new GradientTree(1, WireFormat.Bfloat16), parameters, parameters));

        Assert.Equal("Layer 0, slice 0: an update came before the first parameters, call Start with them.", error.Message);
    }

    [Fact]
    public void Start_Float32_ChangesNothing()
    {
        var parameters = Buffer(1);

        new SliceState(Shape, Optimizer.Create(new OptimizerSettings(OptimizerKind.Sgd, 0.1f))).Start(parameters);

        SameBits.AssertEqual(Buffer(1).Span, parameters.Span, "Parameters");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OptimizerArrays_CopiedIntoANewState_GoOnWithTheSameBits(OptimizerKind kind)
    {
        var optimizer = Optimizer.Create(new OptimizerSettings(kind, 0.1f));
        using var team = new ComputeTeam(1);
        var (state, resumed) = (new SliceState(Shape, optimizer), new SliceState(Shape, optimizer));
        var parameters = Buffer(1);
        Update(state, team, 0, parameters);
        Update(state, team, 1, parameters);

        var copy = new AlignedBuffer(Shape.Length);
        parameters.Span.CopyTo(copy.Span);
        foreach (var (from, to) in state.OptimizerArrays.Zip(resumed.OptimizerArrays))
        {
            from.Span.CopyTo(to.Span);
        }

        Update(state, team, 2, parameters);
        Update(resumed, team, 2, copy);

        Assert.Equal(optimizer.StateArrays, resumed.OptimizerArrays.Count);
        SameBits.AssertEqual(parameters.Span, copy.Span, $"{kind}");
    }

    private static void Update(SliceState state, ComputeTeam team, int step, AlignedBuffer parameters)
    {
        var tree = new GradientTree(1);
        var gradient = Buffer(10 + step);
        tree.TryAdd(new TreeNode(0, 0), gradient.Pointer);
        state.Update(team, step, 7, tree, parameters, parameters);
        GC.KeepAlive(gradient);
    }

    private static AlignedBuffer Buffer(int seed)
    {
        var random = new Random(seed);
        var buffer = new AlignedBuffer(Shape.Length);
        foreach (ref var value in buffer.Span)
        {
            value = (float)((2 * random.NextDouble()) - 1);
        }

        return buffer;
    }
}
