using Granary.Numerics.Memory;
using Granary.Numerics.Optimizers;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Slicing;

/// <summary>
/// The update of one slice: gradients added up in the tree's order, averaged over the rows of the mini-batch, and applied by
/// the optimizer, whose state for the slice is kept here. One pass over memory does all of it.
/// </summary>
public sealed unsafe class SliceState : IParallelWork
{
    // Below this, waking another thread costs more than the update.
    private const int PartLength = 32 * GradientTree.MaxSumLength;

    private readonly Optimizer _optimizer;
    private readonly AlignedBuffer _first;
    private readonly AlignedBuffer _second;

    private GradientTree? _tree;
    private AlignedBuffer? _current;
    private AlignedBuffer? _next;
    private long _step;
    private float _scale;

    /// <summary>Makes the state of a slice before the first step.</summary>
    /// <param name="shape">The slice.</param>
    /// <param name="optimizer">The optimizer.</param>
    public SliceState(SliceShape shape, Optimizer optimizer)
    {
        Shape = shape;
        _optimizer = optimizer;
        _first = new AlignedBuffer(optimizer.StateArrays > 0 ? shape.Length : 0);
        _second = new AlignedBuffer(optimizer.StateArrays > 1 ? shape.Length : 0);
        OptimizerArrays = [.. new[] { _first, _second }.Take(optimizer.StateArrays)];
    }

    /// <summary>The slice.</summary>
    public SliceShape Shape { get; }

    /// <summary>
    /// The optimizer's arrays, 0, 1 or 2 of them, each as long as the parameters: with the parameters and the step they are all
    /// that the next update depends on. They may be read and written between updates, to save them and to go on from what was
    /// saved; they stay the same objects.
    /// </summary>
    public IReadOnlyList<AlignedBuffer> OptimizerArrays { get; }

    /// <summary>Makes the parameters of version <c>step + 1</c> from those of version <c>step</c>.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="step">The step.</param>
    /// <param name="rows">Rows of its mini-batch.</param>
    /// <param name="tree">Its gradients, complete.</param>
    /// <param name="current">The slice's parameters before.</param>
    /// <param name="next">Receives those after; may be <paramref name="current"/>.</param>
    public void Update(ComputeTeam team, long step, int rows, GradientTree tree, AlignedBuffer current, AlignedBuffer next)
    {
        _tree = tree;
        _current = current;
        _next = next;
        _step = step;
        _scale = 1f / rows;
        team.Run(this, (Shape.Length + PartLength - 1) / PartLength);
    }

    /// <inheritdoc/>
    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * PartLength, Shape.Length);
        for (var start = part * PartLength; start < end; start += GradientTree.MaxSumLength)
        {
            var length = Math.Min(GradientTree.MaxSumLength, end - start);
            _optimizer.Update(
                _step,
                _scale,
                _tree!.Sum(start, length),
                _current!.Span.Slice(start, length),
                _next!.Span.Slice(start, length),
                Run(_first, start, length),
                Run(_second, start, length));
        }
    }

    private static Span<float> Run(AlignedBuffer state, int start, int length) =>
        state.Length == 0 ? default : state.Span.Slice(start, length);
}
