using Granary.Numerics.Activations;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>
/// <c>y = f(x W + b)</c>: columns are neurons, so <c>W</c>, stored neuron by neuron, is transposed into panels.
/// </summary>
internal sealed unsafe class ForwardProduct<TVector, TUnit>(WorkspacePool workspaces)
    : LayerProduct<TVector, TUnit>(workspaces)
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    /// <summary>Computes it; see <see cref="MatrixKernel.Forward"/>.</summary>
    public void Compute(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y) =>
        Run(team, x, layer, activation, y);

    /// <inheritdoc/>
    protected override void Pack(int column, int columns, float* panels, int panelLength)
    {
        for (var at = 0; at < columns; at += PanelWidth)
        {
            var slice = SliceOf(column + at);
            var weights = slice.Weights + ((nint)(column + at - slice.FirstNeuron) * slice.Inputs);
            Packing<TVector, TUnit>.Transpose(
                weights, slice.Inputs, Math.Min(PanelWidth, columns - at), slice.Inputs, panels);
            panels += panelLength;
        }
    }

    /// <inheritdoc/>
    protected override void Prepare(Area area, float* scratch, ref TileProduct product)
    {
        var slice = SliceOf(area.Column);
        var biases = slice.Biases + (area.Column - slice.FirstNeuron);
        TileMemory<TVector, TUnit>.Read(biases, 0, 1, area.Width, scratch, Packing<TVector, TUnit>.Vectors(area.Width));
        product.Scratch = scratch;
        product.Addends = 1;
    }

    /// <inheritdoc/>
    protected override void ActivateTile(Area area, Span<float> tile, float* scratch) =>
        ActivationFunction.Apply(Activation, tile);

    /// <inheritdoc/>
    protected override void ActivateRow(int row, int column, Span<float> values) =>
        ActivationFunction.Apply(Activation, values);

    // Slices start at multiples of 32 neurons and panels are 8, 16 or 32 wide, so a panel lies in one slice.
    private ref readonly Slice SliceOf(int neuron)
    {
        var s = 0;
        while (neuron >= Layer[s].FirstNeuron + Layer[s].Neurons)
        {
            s++;
        }

        return ref Layer[s];
    }
}
