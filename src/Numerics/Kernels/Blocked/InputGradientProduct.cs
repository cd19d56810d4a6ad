using Granary.Formulas.Activations;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
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
    protected override void Pack(int column, int columns, float* panels, int panelLength)
    {
        foreach (ref readonly var slice in Layer.AsSpan())
        {
            Packing<TVector, TUnit>.Copy(
                slice.Weights + column, slice.Inputs, columns, slice.Neurons, slice.FirstNeuron, panels, panelLength);
        }
    }

    /// <inheritdoc/>
    protected override void Prepare(Area area, float* scratch, ref TileProduct product)
    {
        if (Activation != Activation.Identity)
        {
            TileMemory<TVector, TUnit>.Prefetch(Outputs(area), _y.Stride, area.Rows, area.Width, product.Starts[1]);
        }
    }

    /// <inheritdoc/>
    protected override void ActivateTile(Area area, Span<float> tile, float* scratch)
    {
        var vectors = Packing<TVector, TUnit>.Vectors(area.Width);
        TileMemory<TVector, TUnit>.Read(Outputs(area), _y.Stride, area.Rows, area.Width, scratch, vectors);
        ActivationFunction.MultiplyByDerivative(Activation, new ReadOnlySpan<float>(scratch, tile.Length), tile);
    }

    /// <inheritdoc/>
    protected override void ActivateRow(int row, int column, Span<float> values) =>
        ActivationFunction.MultiplyByDerivative(Activation, _y.Row(row).Slice(column, values.Length), values);

    private float* Outputs(Area area) => _y.Data + ((nint)area.Row * _y.Stride) + area.Column;
}
