using System.Runtime.Intrinsics;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Slicing;

/// <summary>
/// For each neuron of a slice, the sum of the squares of its averaged gradients, in float64.
/// </summary>
/// <remarks>
/// The square of weight <c>k</c> goes into sum <c>k mod 8</c>; then <c>((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7))</c>, and those of the bias, the gain and the shift come last. That
/// order is fixed, so that the bits do not depend on the threads, the cut or the vector width.
/// </remarks>
/// <param name="shape">The slice.</param>
public sealed class GradientSquares(SliceShape shape) : IParallelWork
{
    private const int Sums = 8;

    private readonly int _neuronsPerPart = Math.Max(1, SliceState.PartLength / shape.Inputs);
    private readonly double[] _squares = new double[shape.Neurons];
    private GradientTree? _tree;
    private float _scale;

    /// <summary>Finds them.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="rows">Rows of the step's mini-batch.</param>
    /// <param name="tree">The slice's gradients, complete.</param>
    /// <returns>One number for each neuron, valid until the next call.</returns>
    public double[] Of(ComputeTeam team, int rows, GradientTree tree)
    {
        (_tree, _scale) = (tree, 1f / rows);
        team.Run(this, (shape.Neurons + _neuronsPerPart - 1) / _neuronsPerPart);
        return _squares;
    }

    /// <inheritdoc/>
    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * _neuronsPerPart, shape.Neurons);
        for (var n = part * _neuronsPerPart; n < end; n++)
        {
            _squares[n] = OfWeights(n);
        }

        for (var kind = 0; kind < shape.NumbersPerNeuron; kind++)
        {
            for (var n = part * _neuronsPerPart; n < end; n++)
            {
                double gradient = _tree!.Sum(shape.Weights + (kind * shape.Neurons) + n, 1)[0] * _scale;
                _squares[n] += gradient * gradient;
            }
        }
    }

    private double OfWeights(int neuron)
    {
        var sums = (Low: Vector256<double>.Zero, High: Vector256<double>.Zero);
        for (var start = 0; start < shape.Inputs; start += GradientTree.MaxSumLength)
        {
            var length = Math.Min(GradientTree.MaxSumLength, shape.Inputs - start);
            sums = Add(sums.Low, sums.High, _tree!.Sum((neuron * shape.Inputs) + start, length));
        }

        var four = sums.Low + sums.High;
        return four[0] + four[1] + (four[2] + four[3]);
    }

    private (Vector256<double> Low, Vector256<double> High) Add(Vector256<double> low, Vector256<double> high, ReadOnlySpan<float> gradients)
    {
        var scale = Vector256.Create(_scale);
        var k = 0;
        for (; k + Sums <= gradients.Length; k += Sums)
        {
            var (first, second) = Vector256.Widen(Vector256.Create(gradients.Slice(k, Sums)) * scale);
            low += first * first;
            high += second * second;
        }

        if (k == gradients.Length)
        {
            return (low, high);
        }

        // The square of 0 changes no sum.
        Span<float> last = stackalloc float[Sums];
        last.Clear();
        gradients[k..].CopyTo(last);
        var (third, fourth) = Vector256.Widen(Vector256.Create<float>(last) * scale);
        return (low + (third * third), high + (fourth * fourth));
    }
}
