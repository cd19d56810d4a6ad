using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Grains.Tests;

/// <summary>A kernel that computes as another one, and does harm before it computes a layer of so many neurons.</summary>
internal sealed class PoisonedKernel(MatrixKernel right, int neurons, Action harm) : MatrixKernel
{
    public override string Name => right.Name;

    public override void Forward(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y)
    {
        if (layer.Sum(s => s.Neurons) == neurons)
        {
            harm();
        }

        right.Forward(team, x, layer, activation, y);
    }

    public override void InputGradient(ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d) =>
        right.InputGradient(team, delta, layer, activation, y, d);

    public override void WeightGradient(
        ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient) =>
        right.WeightGradient(team, delta, x, shardStarts, wire, gradient);
}
