using Granary.Formulas.Functions;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Slicing;

/// <summary>
/// The update of one slice: gradients added up in the tree's order, averaged over the rows of the mini-batch, and applied by
/// the optimizer, whose state for the slice is kept here. One pass over memory does all of it. With
/// <see cref="WireFormat.Bfloat16"/> the float32 parameters are part of that state, and what goes in and out are the published ones.
/// </summary>
public sealed unsafe class SliceState : IParallelWork
{
    // Below this, waking another thread costs more than the update.
    internal const int PartLength = 32 * GradientTree.MaxSumLength;

    private readonly Optimizer _optimizer;
    private readonly AlignedBuffer _first;
    private readonly AlignedBuffer _second;
    private readonly WireFormat _wire;

    // The float32 parameters where the published ones are rounded; null before Start and where they are not.
    private AlignedBuffer? _master;

    private GradientTree? _tree;
    private AlignedBuffer? _current;
    private AlignedBuffer? _next;
    private AlignedBuffer? _published;
    private long _step;
    private float _scale;
    private float _clipping;

    /// <summary>Makes the state of a slice before the first step.</summary>
    /// <param name="shape">The slice.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="wire">Of what gradients and published parameters are made.</param>
    public SliceState(SliceShape shape, Optimizer optimizer, WireFormat wire = WireFormat.Float32)
    {
        Shape = shape;
        _wire = wire;
        _optimizer = optimizer;
        _first = new AlignedBuffer(optimizer.StateArrays > 0 ? shape.Length : 0);
        _second = new AlignedBuffer(optimizer.StateArrays > 1 ? shape.Length : 0);
        OptimizerArrays = [.. new[] { _first, _second }.Take(optimizer.StateArrays)];
    }

    /// <summary>The slice.</summary>
    public SliceShape Shape { get; }

    /// <summary>Whether the update is so little work that one thread does it, without the team.</summary>
    public bool IsSmall => Shape.Length <= PartLength;

    /// <summary>
    /// The optimizer's arrays, 0, 1 or 2 of them, each as long as the parameters. They may be read and written between updates,
    /// to save them and to go on from what was saved; they stay the same objects.
    /// </summary>
    public IReadOnlyList<AlignedBuffer> OptimizerArrays { get; }

    private AlignedBuffer? Master => _wire == WireFormat.Float32 ? null : _master ?? throw new InvalidOperationException(
        $"Layer {Shape.Layer}, slice {Shape.Index}: an update came before the first parameters, call {nameof(Start)} with them.");

    /// <summary>
    /// All that the next update depends on, beside the step: the float32 parameters, then the optimizer's arrays. To go on
    /// elsewhere, they are copied into a buffer for the parameters and into <see cref="OptimizerArrays"/>, and
    /// <see cref="Start"/> is called.
    /// </summary>
    /// <param name="published">The parameters that are published.</param>
    public IReadOnlyList<AlignedBuffer> Saved(AlignedBuffer published) => [Master ?? published, .. OptimizerArrays];

    /// <summary>
    /// Makes the first published parameters of the float32 ones, in place. Has to be called before the first update with
    /// <see cref="WireFormat.Bfloat16"/>, which keeps the float32 ones; with <see cref="WireFormat.Float32"/> it changes nothing.
    /// </summary>
    /// <param name="parameters">The slice's parameters.</param>
    public void Start(AlignedBuffer parameters)
    {
        if (_wire == WireFormat.Bfloat16)
        {
            _master ??= new AlignedBuffer(Shape.Length);
            parameters.Span.CopyTo(_master.Span);
            Bfloat16Rounding.Round(parameters.Span, parameters.Span);
        }
    }

    /// <summary>Has the schedule go on with another learning rate.</summary>
    /// <param name="rate">The learning rate that the schedule is of.</param>
    public void SetLearningRate(double rate) => _optimizer.SetLearningRate(rate);

    /// <summary>Makes the published parameters of version <c>step + 1</c> from those of version <c>step</c>.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="step">The step.</param>
    /// <param name="rows">Rows of its mini-batch.</param>
    /// <param name="tree">Its gradients, complete.</param>
    /// <param name="current">The slice's published parameters before; not read where the float32 ones are kept here.</param>
    /// <param name="next">Receives those after; may be <paramref name="current"/>.</param>
    /// <param name="clipping">What the averaged gradients are multiplied by: what <see cref="NormClipping"/> gives.</param>
    /// <exception cref="InvalidOperationException">The wire is bfloat16 and <see cref="Start"/> was not called.</exception>
    public void Update(ComputeTeam team, long step, int rows, GradientTree tree, AlignedBuffer current, AlignedBuffer next, float clipping = 1)
    {
        _tree = tree;
        _current = Master ?? current;
        _next = Master ?? next;
        _published = next;
        _step = step;
        _scale = 1f / rows;
        _clipping = clipping;
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
                Run(_second, start, length),
                _clipping);
            if (_wire == WireFormat.Bfloat16)
            {
                Bfloat16Rounding.Round(_next.Span.Slice(start, length), _published!.Span.Slice(start, length));
            }
        }
    }

    private static Span<float> Run(AlignedBuffer state, int start, int length) =>
        state.Length == 0 ? default : state.Span.Slice(start, length);
}
