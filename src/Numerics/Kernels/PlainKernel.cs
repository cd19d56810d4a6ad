using Granary.Formulas.Activations;
using Granary.Formulas.Functions;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels;

/// <summary>
/// The products as three loops: what every other kernel is compared with, and the last resort on a machine that no other
/// kernel fits. It uses one thread.
/// </summary>
public sealed unsafe class PlainKernel : MatrixKernel
{
    /// <inheritdoc/>
    public override string Name => "plain";

    /// <inheritdoc/>
    public override void Forward(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y)
    {
        for (var r = 0; r < x.Rows; r++)
        {
            var input = x.Row(r);
            var output = y.Row(r);
            foreach (var slice in layer)
            {
                for (var n = 0; n < slice.Neurons; n++)
                {
                    output[slice.FirstNeuron + n] = Chain(input, slice.Weights + ((nint)n * slice.Inputs)) + slice.Biases[n];
                }
            }

            ActivationFunction.Apply(activation, output);
        }
    }

    /// <inheritdoc/>
    public override void InputGradient(
        ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d)
    {
        for (var r = 0; r < delta.Rows; r++)
        {
            for (var k = 0; k < d.Columns; k++)
            {
                var chain = 0f;
                foreach (var slice in layer)
                {
                    for (var n = 0; n < slice.Neurons; n++)
                    {
                        chain = MathF.FusedMultiplyAdd(
                            delta.Row(r)[slice.FirstNeuron + n], slice.Weights[((nint)n * slice.Inputs) + k], chain);
                    }
                }

                d.Row(r)[k] = chain;
            }

            ActivationFunction.MultiplyByDerivative(activation, y.Row(r), d.Row(r));
        }
    }

    /// <inheritdoc/>
    public override void WeightGradient(
        ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient)
    {
        var root = new TreeNode(System.Numerics.BitOperations.Log2((uint)shardStarts.Length - 1), 0);
        foreach (var slice in gradient)
        {
            for (var n = 0; n < slice.Neurons; n++)
            {
                var column = slice.FirstNeuron + n;
                for (var k = 0; k < slice.Inputs; k++)
                {
                    slice.Weights[((nint)n * slice.Inputs) + k] = Sum(root, delta, column, x, k, shardStarts, wire);
                }

                slice.Biases[n] = Sum(root, delta, column, x, -1, shardStarts, wire);
            }
        }
    }

    private static float Chain(Span<float> input, float* weights)
    {
        var chain = 0f;
        for (var k = 0; k < input.Length; k++)
        {
            chain = MathF.FusedMultiplyAdd(input[k], weights[k], chain);
        }

        return chain;
    }

    // Input -1 is the bias's, which is always 1.
    private static float Sum(TreeNode node, Matrix delta, int column, Matrix x, int input, int[] shardStarts, WireFormat wire)
    {
        var sum = 0f;
        if (node.Level > 0)
        {
            sum = Sum(node.Left, delta, column, x, input, shardStarts, wire)
                + Sum(node.Right, delta, column, x, input, shardStarts, wire);
        }
        else
        {
            for (var r = shardStarts[node.Index]; r < shardStarts[node.Index + 1]; r++)
            {
                sum = MathF.FusedMultiplyAdd(delta.Row(r)[column], input < 0 ? 1f : x.Row(r)[input], sum);
            }
        }

        return wire == WireFormat.Bfloat16 ? Bfloat16Rounding.Round(sum) : sum;
    }
}
