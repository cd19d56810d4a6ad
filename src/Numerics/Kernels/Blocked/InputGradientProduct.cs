using Granary.Numerics.Activations;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary><c>d = (delta W^T) f'(y)</c>: columns are inputs, as <c>W</c> is stored, so panels are copied.</summary>
internal sealed unsafe class InputGradientProduct<TVector, TUnit>(WorkspacePool workspaces)
    : LayerProduct<TVector, TUnit>(workspaces)
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    private Matrix _y;

    /// <summary>Computes it; see <see cref="MatrixKernel.InputGradient"/>.</summary>
    public void Compute(ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d)
    {
        _y = y;
        Run(team, delta, layer, activation, d);
    }

    /// <inheritdoc/>
    protected override void Pack(int column, int width, float* panel)
    {
        foreach (ref readonly var slice in Layer.AsSpan())
        {
            Packing<TVector, TUnit>.Copy(slice.Weights + column, slice.Inputs, width, slice.Neurons, panel);
            panel += slice.Neurons * Packing<TVector, TUnit>.Vectors(width) * TUnit.Lanes;
        }
    }

    /// <inheritdoc/>
    protected override void SetAddend(int column, int width, float* scratch, ref TileProduct product)
    {
    }

    /// <inheritdoc/>
    protected override void Activate(int row, int rows, int column, int width, Span<float> tile, float* scratch)
    {
        var vectors = Packing<TVector, TUnit>.Vectors(width);
        TileMemory<TVector, TUnit>.Read(
            _y.Data + ((nint)row * _y.Stride) + column, _y.Stride, rows, width, scratch, vectors);
        ActivationFunction.MultiplyByDerivative(Activation, new ReadOnlySpan<float>(scratch, tile.Length), tile);
    }
}
