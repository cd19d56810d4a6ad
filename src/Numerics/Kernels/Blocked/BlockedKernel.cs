using Granary.Formulas.Activations;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>The products made of register tiles over packed panels, for any vector width.</summary>
/// <typeparam name="TVector">A register.</typeparam>
/// <typeparam name="TUnit">The instructions.</typeparam>
internal sealed class BlockedKernel<TVector, TUnit> : MatrixKernel
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private readonly ForwardProduct<TVector, TUnit> _forward;
    private readonly InputGradientProduct<TVector, TUnit> _inputGradient;
    private readonly WeightGradientProduct<TVector, TUnit> _weightGradient;

    /// <summary>Makes a kernel.</summary>
    /// <param name="name">Its name.</param>
    public BlockedKernel(string name)
    {
        var workspaces = new WorkspacePool();
        Name = name;
        _forward = new ForwardProduct<TVector, TUnit>(workspaces);
        _inputGradient = new InputGradientProduct<TVector, TUnit>(workspaces);
        _weightGradient = new WeightGradientProduct<TVector, TUnit>(workspaces);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override void Forward(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y) =>
        _forward.Compute(team, x, layer, activation, y);

    /// <inheritdoc/>
    public override void InputGradient(
        ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d) =>
        _inputGradient.Compute(team, delta, layer, activation, y, d);

    /// <inheritdoc/>
    public override void WeightGradient(
        ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient) =>
        _weightGradient.Compute(team, delta, x, shardStarts, wire, gradient);
}
