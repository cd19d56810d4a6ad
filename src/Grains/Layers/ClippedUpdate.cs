using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Layers;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;

namespace Granary.Grains.Layers;

/// <summary>A slice's part in clipping by the norm of all gradients.</summary>
/// <param name="assignment">What the slice's grain is told.</param>
/// <param name="shape">The slice.</param>
/// <param name="network">The whole network.</param>
/// <param name="most">The largest norm.</param>
/// <param name="registry">To reach the job's first slice on this silo.</param>
/// <param name="grains">To reach it on another one.</param>
internal sealed class ClippedUpdate(
    SliceAssignment assignment, SliceShape shape, NetworkShape network, float most, SliceRegistry registry, IGrainFactory grains)
{
    private readonly GradientSquares _squares = new(shape);
    private readonly int _firstNeuron = network.Layers.Take(shape.Layer).Sum(l => l.Outputs) + shape.FirstNeuron;

    /// <summary>Where all slices meet, if this is the job's first slice; otherwise null.</summary>
    public NormMeeting? Meeting { get; } = (shape.Layer, shape.Index) == (0, 0) ? new NormMeeting(network.Layers.Sum(l => l.Outputs)) : null;

    /// <summary>Finds what the gradients are multiplied by.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="step">The step.</param>
    /// <param name="rows">Rows of its mini-batch.</param>
    /// <param name="tree">The slice's gradients, complete.</param>
    public async Task<float> FindFactor(ComputeTeam team, long step, int rows, GradientTree tree)
    {
        var squares = _squares.Of(team, rows, tree);
        var norm = registry.Find(assignment.FirstSliceKey) is { } first
            ? first.AddToNorm(assignment.Generation, step, _firstNeuron, squares)
            : grains.GetGrain<ILayerGrain>(assignment.FirstSliceKey).AddToNorm(assignment.Generation, step, _firstNeuron, squares);
        return NormClipping.Factor(await norm, most);
    }
}
