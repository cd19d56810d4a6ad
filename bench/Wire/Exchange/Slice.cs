using System.Numerics;
using System.Runtime.InteropServices;
using Granary.Grains.Interfaces.Tensors;

namespace Granary.Benchmarks.Wire.Exchange;

/// <summary>
/// A slice that this process owns. When both gradients of a step are in, whoever brought the second one computes the weights, and
/// both are answered with the same block.
/// </summary>
/// <remarks>
/// Nobody tells when an answer has been encoded. But whoever hands in the next step has received the last answer, so a place is
/// written again two steps later at the earliest: three places are enough.
/// </remarks>
public sealed class Slice
{
    /// <summary>What the gradients of the two processes hold everywhere, exact in float32 for some millions of steps.</summary>
    public const float FirstGradient = 1;
    public const float SecondGradient = 2;
    public const float LearningRate = 0.5f;

    private readonly Lock _lock = new();
    private readonly (float[] Array, TensorBlock Block)[] _places;
    private TensorBlock? _waiting;
    private TaskCompletionSource<TensorBlock> _answer = NewAnswer();
    private int _current;

    public Slice(int length) => _places = [.. Enumerable.Range(0, 3).Select(_ => NewBlock(length, 0))];

    public static (float[] Array, TensorBlock Block) NewBlock(int length, float value)
    {
        var array = GC.AllocateUninitializedArray<float>(length, pinned: true);
        array.AsSpan().Fill(value);
        return (array, new TensorBlock(array, 0, length));
    }

    /// <summary>Takes a gradient; the answer is the new weights.</summary>
    public Task<TensorBlock> HandIn(TensorBlock gradient)
    {
        TaskCompletionSource<TensorBlock> answer;
        TensorBlock other;
        lock (_lock)
        {
            if (_waiting is null)
            {
                _waiting = gradient;
                return _answer.Task;
            }

            (other, answer) = (_waiting, _answer);
            (_waiting, _answer) = (null, NewAnswer());
        }

        var next = (_current + 1) % _places.Length;
        Update(_places[next].Array, _places[_current].Array, other.Span, gradient.Span);
        _current = next;
        TensorPool.Return(other);
        TensorPool.Return(gradient);
        answer.SetResult(_places[next].Block);
        return answer.Task;
    }

    private static TaskCompletionSource<TensorBlock> NewAnswer() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Update(Span<float> updated, ReadOnlySpan<float> weights, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var rate = new Vector<float>(LearningRate);
        var to = MemoryMarshal.Cast<float, Vector<float>>(updated);
        var from = MemoryMarshal.Cast<float, Vector<float>>(weights);
        var first = MemoryMarshal.Cast<float, Vector<float>>(a);
        var second = MemoryMarshal.Cast<float, Vector<float>>(b);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = from[i] - (rate * (first[i] + second[i]));
        }

        for (var i = to.Length * Vector<float>.Count; i < updated.Length; i++)
        {
            updated[i] = weights[i] - (LearningRate * (a[i] + b[i]));
        }
    }
}
