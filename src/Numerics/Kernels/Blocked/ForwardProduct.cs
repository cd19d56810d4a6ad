using Granary.Numerics.Activations;
using Granary.Numerics.Kernels.Tiles;
using Granary.Numerics.Kernels.Vectors;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary><c>y = f(x W + b)</c>: columns are neurons, so <c>W</c>, stored neuron by neuron, is transposed into panels.</summary>
internal sealed unsafe class ForwardProduct<TVector, TUnit>(WorkspacePool workspaces)
    : LayerProduct<TVector, TUnit>(workspaces)
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    /// <summary>Computes it; see <see cref="MatrixKernel.Forward"/>.</summary>
    public void Compute(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y) =>
        Run(team, x, layer, activation, y);

    /// <inheritdoc/>
    protected override void Pack(int column, int width, float* panel)
    {
        var slice = SliceOf(column);
        var weights = slice.Weights + ((nint)(column - slice.FirstNeuron) * slice.Inputs);
        Packing<TVector, TUnit>.Transpose(weights, slice.Inputs, width, slice.Inputs, panel);
    }

    /// <inheritdoc/>
    protected override void SetAddend(int column, int width, float* scratch, ref TileProduct product)
    {
        var slice = SliceOf(column);
        TileMemory<TVector, TUnit>.ReadRow(
            slice.Biases + (column - slice.FirstNeuron), width, scratch, Packing<TVector, TUnit>.Vectors(width));
        product.Addend = scratch;
        product.Addends = 1;
    }

    /// <inheritdoc/>
    protected override void Activate(int row, int rows, int column, int width, Span<float> tile, float* scratch) =>
        ActivationFunction.Apply(Activation, tile);

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
