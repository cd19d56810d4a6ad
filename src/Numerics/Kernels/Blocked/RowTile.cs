namespace Granary.Numerics.Kernels.Blocked;

/// <summary>Neurons that are computed together: rows of one slice of a gradient.</summary>
/// <param name="Slice">The slice.</param>
/// <param name="FirstNeuron">The first neuron, counted within the layer.</param>
/// <param name="Rows">Number of neurons.</param>
internal readonly record struct RowTile(int Slice, int FirstNeuron, int Rows);
