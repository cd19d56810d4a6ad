using Granary.Formulas.Activations;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
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
        var neurons = stackalloc float*[PanelWidth];
        for (var at = 0; at < columns; at += PanelWidth)
        {
            var width = Math.Min(PanelWidth, columns - at);
            for (var i = 0; i < width; i++)
            {
                ref readonly var slice = ref LayerSlices.At(Layer, column + at + i);
                neurons[i] = slice.Weights + ((nint)(column + at + i - slice.FirstNeuron) * slice.Inputs);
            }

            Packing<TVector, TUnit>.Transpose(neurons, width, Layer[0].Inputs, panels);
            panels += panelLength;
        }
    }

    /// <inheritdoc/>
    protected override void Prepare(Area area, float* scratch, ref TileProduct product)
    {
        // In increasing order: what is read after the end of one slice's biases is overwritten by the next one's.
        for (var at = 0; at < area.Width;)
        {
            ref readonly var slice = ref LayerSlices.At(Layer, area.Column + at);
            var first = area.Column + at - slice.FirstNeuron;
            var count = Math.Min(area.Width - at, slice.Neurons - first);
            TileMemory<TVector, TUnit>.Read(slice.Biases + first, 0, 1, count, scratch + at, Packing<TVector, TUnit>.Vectors(count));
            at += count;
        }

        product.Scratch = scratch;
        product.Addends = 1;
    }

    /// <inheritdoc/>
    protected override void ActivateTile(Area area, Span<float> tile, float* scratch) =>
        ActivationFunction.Apply(Activation, tile);

    /// <inheritdoc/>
    protected override void ActivateRow(int row, int column, Span<float> values) =>
        ActivationFunction.Apply(Activation, values);
}
