using Granary.Grains.Interfaces.Tensors;

namespace Granary.Benchmarks.Wire.Exchange;

/// <summary>One process's share of a workload: slices are owned in turn, and each has this process's gradient.</summary>
public sealed class Slices
{
    private readonly TensorBlock[] _latest;
    private long _steps;

    public Slices(Workload workload, int process)
    {
        Workload = workload;
        Owned = [.. Enumerable.Range(0, workload.Slices).Select(s => s % 2 == process ? new Slice(workload.Length(s)) : null)];
        var value = process == 0 ? Slice.FirstGradient : Slice.SecondGradient;
        Gradients = [.. Enumerable.Range(0, workload.Slices).Select(s => Slice.NewBlock(workload.Length(s), value).Block)];
        _latest = new TensorBlock[workload.Slices];
    }

    public Workload Workload { get; }

    /// <summary>Null where the other process is the owner.</summary>
    public Slice?[] Owned { get; }

    public TensorBlock[] Gradients { get; }

    /// <summary>Takes a slice's new weights and gives the former ones back.</summary>
    public void Receive(int slice, TensorBlock weights)
    {
        if (_latest[slice] is { } former)
        {
            TensorPool.Return(former);
        }

        _latest[slice] = weights;
    }

    /// <summary>Checks every value after some more steps.</summary>
    /// <exception cref="InvalidOperationException">A value is wrong.</exception>
    public void Check(int steps)
    {
        _steps += steps;
        var expected = -Slice.LearningRate * (Slice.FirstGradient + Slice.SecondGradient) * _steps;
        for (var s = 0; s < _latest.Length; s++)
        {
            var wrong = _latest[s].Span.IndexOfAnyExcept(expected);
            if (wrong >= 0)
            {
                throw new InvalidOperationException(
                    $"Slice {s}, place {wrong}: found {_latest[s].Span[wrong]}, expected {expected} after {_steps} steps.");
            }
        }
    }
}
