using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Grains.Tests;

/// <summary>A kernel that computes as another one, but while it is told to be wrong flips one bit of each gradient.</summary>
internal sealed unsafe class WrongKernel(MatrixKernel right, Func<bool> isWrong) : MatrixKernel
{
    public override string Name => right.Name;

    public override void Forward(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y) =>
        right.Forward(team, x, layer, activation, y);

    public override void InputGradient(ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d) =>
        right.InputGradient(team, delta, layer, activation, y, d);

    public override void WeightGradient(
        ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient)
    {
        right.WeightGradient(team, delta, x, shardStarts, wire, gradient);
        if (isWrong())
        {
            *(int*)gradient[0].Weights ^= 1;
        }
    }
}
