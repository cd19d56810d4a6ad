using System.Numerics;
using System.Runtime.CompilerServices;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Prediction;

/// <summary>
/// The product of a single row with a layer, for which packing the weights as the matrix kernels do would take longer than the product: weights
/// lie input by input, so that vectors run over outputs. The bits are those of the kernels: each output is one chain of fused
/// multiply-adds over the inputs in increasing order.
/// </summary>
internal static unsafe class RowProduct
{
    // Chains that are computed side by side: enough to hide what one multiply-add takes.
    private const int Vectors = 8;

    /// <summary>The weights of a layer, input by input.</summary>
    /// <param name="weights">The weights, neuron by neuron.</param>
    /// <param name="inputs">Inputs of the layer.</param>
    public static AlignedBuffer Transpose(ReadOnlySpan<float> weights, int inputs)
    {
        var transposed = new AlignedBuffer(weights.Length);
        var target = transposed.Span;
        var outputs = weights.Length / inputs;
        for (var n = 0; n < outputs; n++)
        {
            var neuron = weights.Slice(n * inputs, inputs);
            for (var k = 0; k < inputs; k++)
            {
                target[(k * outputs) + n] = neuron[k];
            }
        }

        return transposed;
    }

    /// <summary><c>y[n] = chain_k(x[k] W[n,k]) + b[n]</c>.</summary>
    /// <param name="x">The row.</param>
    /// <param name="transposed">What <see cref="Transpose"/> gave.</param>
    /// <param name="biases">A bias for each output.</param>
    /// <param name="y">Receives the outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(ReadOnlySpan<float> x, AlignedBuffer transposed, ReadOnlySpan<float> biases, Span<float> y)
    {
        var n = 0;
        fixed (float* row = x, output = y)
        {
            for (; n + (Vectors * Vector<float>.Count) <= y.Length; n += Vectors * Vector<float>.Count)
            {
                RunVectors(row, x.Length, transposed.Pointer + n, y.Length, output + n);
            }

            for (; n < y.Length; n++)
            {
                output[n] = Chain(row, x.Length, transposed.Pointer + n, y.Length);
            }
        }

        GC.KeepAlive(transposed);
        for (n = 0; n < y.Length; n++)
        {
            y[n] += biases[n];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunVectors(float* x, int inputs, float* weights, int stride, float* y)
    {
        var width = Vector<float>.Count;
        Vector<float> c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default, c6 = default, c7 = default;
        for (var k = 0; k < inputs; k++, weights += stride)
        {
            var input = new Vector<float>(x[k]);
            c0 = Vector.FusedMultiplyAdd(input, Vector.Load(weights), c0);
            c1 = Vector.FusedMultiplyAdd(input, Vector.Load(weights + width), c1);
            c2 = Vector.FusedMultiplyAdd(input, Vector.Load(weights + (2 * width)), c2);
            c3 = Vector.FusedMultiplyAdd(input, Vector.Load(weights + (3 * width)), c3);
            c4 = Vector.FusedMultiplyAdd(input, Vector.Load(weights + (4 * width)), c4);
            c5 = Vector.FusedMultiplyAdd(input, Vector.Load(weights + (5 * width)), c5);
            c6 = Vector.FusedMultiplyAdd(input, Vector.Load(weights + (6 * width)), c6);
            c7 = Vector.FusedMultiplyAdd(input, Vector.Load(weights + (7 * width)), c7);
        }

        Vector.Store(c0, y);
        Vector.Store(c1, y + width);
        Vector.Store(c2, y + (2 * width));
        Vector.Store(c3, y + (3 * width));
        Vector.Store(c4, y + (4 * width));
        Vector.Store(c5, y + (5 * width));
        Vector.Store(c6, y + (6 * width));
        Vector.Store(c7, y + (7 * width));
    }

    private static float Chain(float* x, int inputs, float* weights, int stride)
    {
        var chain = 0f;
        for (var k = 0; k < inputs; k++)
        {
            chain = MathF.FusedMultiplyAdd(x[k], weights[(nint)k * stride], chain);
        }

        return chain;
    }
}
