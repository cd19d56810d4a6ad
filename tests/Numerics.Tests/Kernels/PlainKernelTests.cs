using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Tests.Kernels;

/// <summary>The oracle, on examples small enough to work out by hand.</summary>
public sealed unsafe class PlainKernelTests
{
    private static readonly ComputeTeam Team = new(1);
    private readonly PlainKernel _kernel = new();

    [Fact]
    public void Forward_TwoNeurons_WeightedSumsPlusBias()
    {
        var layer = Layer(inputs: 3, 1, 2, 3, -1, 0, 1, /* biases */ 0.5f, -10);
        var x = Rows(2, 1, 10, 100, -1, 0, 2);
        var y = Rows(2, 0, 0, 0, 0);

        _kernel.Forward(Team, x, layer, Activation.Relu, y);

        // 1 + 20 + 300 + 0.5 and -1 + 100 - 10; -1 + 6 + 0.5 and 1 + 2 - 10, which relu cuts off.
        Assert.Equal([321.5f, 89], y.Row(0).ToArray());
        Assert.Equal([5.5f, 0], y.Row(1).ToArray());
    }

    [Fact]
    public void InputGradient_TwoNeurons_SumsOverNeuronsWhereInputIsActive()
    {
        var layer = Layer(inputs: 3, 1, 2, 3, -1, 0, 1, 0.5f, -10);
        var delta = Rows(1, 10, 100);
        var y = Rows(1, 1, 0, 7);
        var d = Rows(1, 0, 0, 0);

        _kernel.InputGradient(Team, delta, layer, Activation.Relu, y, d);

        // 10 - 100; 20, but the neuron was not active; 30 + 100.
        Assert.Equal([-90, 0, 130], d.Row(0).ToArray());
    }

    [Fact]
    public void WeightGradient_TwoShards_SumsOverRows()
    {
        var gradient = Layer(inputs: 2, new float[6]);
        var delta = Rows(3, 1, 2, 10, 20, 100, 200);
        var x = Rows(3, 3, 4, 5, 6, 7, 8);

        _kernel.WeightGradient(Team, delta, x, [0, 1, 3], WireFormat.Float32, gradient);

        Assert.Equal([3 + 50 + 700, 4 + 60 + 800, 6 + 100 + 1400, 8 + 120 + 1600, 111, 222], Parameters(gradient[0]).ToArray());
    }

    [Fact]
    public void WeightGradient_NoRows_IsZero()
    {
        var gradient = Layer(inputs: 2, 1, 2, 3, 4, 5, 6);

        _kernel.WeightGradient(Team, Rows(1, 1, 1), Rows(1, 1, 1), [1, 1, 1], WireFormat.Float32, gradient);

        Assert.Equal(new float[6], Parameters(gradient[0]).ToArray());
    }

    [Fact]
    public void WeightGradient_ShardsWhoseOrderMatters_AddedByTheTree()
    {
        var gradient = Layer(inputs: 1, 0, 0);
        var delta = Rows(4, 1, 1, 1, 1);
        var x = Rows(4, 1e8f, 1, -1e8f, 1);

        _kernel.WeightGradient(Team, delta, x, [0, 1, 2, 3, 4], WireFormat.Float32, gradient);

        // (1e8 + 1) + (-1e8 + 1): both ones are rounded away. From left to right the last would have stayed.
        Assert.Equal(0, Parameters(gradient[0])[0]);
    }

    [Fact]
    public void WeightGradient_Bfloat16_RoundsNodesButNotChains()
    {
        var gradient = Layer(inputs: 1, 0, 0);
        var delta = Rows(5, 1, 1, 1, 1, 1);
        var x = Rows(5, 256, 1, 1, 257, 2);

        _kernel.WeightGradient(Team, delta, x, [0, 3, 4], WireFormat.Bfloat16, gradient);

        // A chain of 258, which is even, and 257, which becomes 256: 514 lies between 512 and 516, and 512 has the even last bit.
        Assert.Equal(512, Parameters(gradient[0])[0]);

        _kernel.WeightGradient(Team, delta, x, [0, 4], WireFormat.Bfloat16, gradient);

        // One chain of 515, nearer to 516; rounded on the way, or as two shards, it would have been 512.
        Assert.Equal(516, Parameters(gradient[0])[0]);
    }

    [Fact]
    public void Forward_ProductThatDoesNotFitAFloat_RoundedOnce()
    {
        var layer = Layer(inputs: 2, 1, 1 + MathF.ScaleB(1, -12), 0);
        var x = Rows(1, -1, 1 + MathF.ScaleB(1, -12));
        var y = Rows(1, 0f);

        _kernel.Forward(Team, x, layer, Activation.Identity, y);

        // (1 + 2^-12)^2 - 1 = 2^-11 + 2^-24; a product rounded on its own would lose the last term.
        Assert.Equal(MathF.ScaleB(1, -11) + MathF.ScaleB(1, -24), y.Row(0)[0]);
    }

    private static Slice[] Layer(int inputs, params float[] parameters)
    {
        var shape = new SliceShape(0, 0, 0, parameters.Length / (inputs + 1), inputs);
        return [new Slice(shape, Keep(parameters).Pointer)];
    }

    private static Matrix Rows(int rows, params float[] values) =>
        new(Keep(values).Pointer, rows, values.Length / rows, values.Length / rows);

    private static Span<float> Parameters(Slice slice) => new(slice.Weights, slice.Neurons * (slice.Inputs + 1));

    // Views do not keep their memory alive.
    private static readonly List<AlignedBuffer> Kept = [];

    private static AlignedBuffer Keep(float[] values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        lock (Kept)
        {
            Kept.Add(buffer);
        }

        return buffer;
    }
}
