using System.Diagnostics;
using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;

namespace Granary.Benchmarks.Kernels;

/// <summary>A layer with all that its three products read and write, laid out as in training.</summary>
public sealed unsafe class Subject
{
    private readonly List<AlignedBuffer> _memory = [];
    private readonly Matrix _x;
    private readonly Matrix _y;
    private readonly Matrix _delta;
    private readonly Matrix _d;
    private readonly Slice[] _layer;
    private readonly Slice[] _gradient;
    private readonly int[] _shardStarts;
    private readonly Product _product;
    private readonly Activation _activation;

    public Subject(Case @case)
    {
        var random = new Random(1);
        _product = @case.Product;
        _activation = @case.IsSquare ? Activation.Identity : Activation.Relu;
        _x = Rows(@case.Rows, @case.Inputs, random);
        _d = Rows(@case.Rows, @case.Inputs, random);
        _y = Rows(@case.Rows, @case.Outputs, random);
        _delta = Rows(@case.Rows, @case.Outputs, random);
        var network = new NetworkShape([@case.Inputs, @case.Outputs], [Activation.Relu]);
        _layer = Slices(network, random);
        _gradient = Slices(network, random);
        var schedule = new BatchSchedule(@case.Rows, @case.Rows, @case.Shards, epochs: 1, steps: null);
        _shardStarts = [.. Enumerable.Range(0, @case.Shards + 1).Select(s => schedule.ShardStart(@case.Rows, s))];
    }

    /// <summary>Computes the product once.</summary>
    public void Run(MatrixKernel kernel, ComputeTeam team)
    {
        switch (_product)
        {
            case Product.Forward:
                kernel.Forward(team, _x, _layer, _activation, _y);
                break;
            case Product.InputGradient:
                kernel.InputGradient(team, _delta, _layer, _activation, _x, _d);
                break;
            default:
                kernel.WeightGradient(team, _delta, _x, _shardStarts, WireFormat.Float32, _gradient);
                break;
        }
    }

    /// <summary>Seconds that the product takes, averaged over a slot of time.</summary>
    public double Seconds(MatrixKernel kernel, ComputeTeam team, double slot)
    {
        Run(kernel, team);
        var count = 0;
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            Run(kernel, team);
            count++;
            if (Stopwatch.GetElapsedTime(start).TotalSeconds is var elapsed && elapsed >= slot)
            {
                return elapsed / count;
            }
        }
    }

    private float* Allocate(int length, Random random)
    {
        var buffer = new AlignedBuffer(length);
        foreach (ref var value in buffer.Span)
        {
            value = random.NextSingle() - 0.5f;
        }

        _memory.Add(buffer);
        return buffer.Pointer;
    }

    private Matrix Rows(int rows, int columns, Random random)
    {
        var stride = Matrix.PaddedStride(columns);
        return new Matrix(Allocate(rows * stride, random), rows, columns, stride);
    }

    private Slice[] Slices(NetworkShape network, Random random) =>
        [.. SlicePlan.Cut(network, SliceCut.Whole)[0].Select(shape => new Slice(shape, Allocate(shape.Length, random)))];
}
