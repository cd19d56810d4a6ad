using Granary.Formulas.Activations;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Kernels;

/// <summary>
/// The three matrix products of training. The arithmetic is fixed for ever, so that a network's weights come out as the same
/// bits on every machine: <b>each element of a product is one chain of float32 fused multiply-adds that starts at +0 and
/// runs over k in increasing order.</b> Vectors run over outputs, never over k. Implementations differ in speed only, and
/// <see cref="PlainKernel"/> says with three loops what each of them has to give, bit for bit.
/// </summary>
/// <remarks>
/// An instance keeps scratch memory and is used by one caller at a time; the work inside is split over the threads of the
/// team by output, so threads never add to each other. <c>r</c> counts rows, <c>k</c> the layer's inputs, <c>n</c> its output neurons.
/// </remarks>
public abstract class MatrixKernel
{
    /// <summary>The name by which it is chosen and shown, for example <c>avx512</c>.</summary>
    public abstract string Name { get; }

    /// <summary><c>y[r,n] = f(chain_k(x[r,k] W[n,k]) + b[n])</c>.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="x">Rows that enter the layer, R x inputs.</param>
    /// <param name="layer">All slices of the layer, in order.</param>
    /// <param name="activation">
    /// <c>f</c>, any but softmax, which needs whole rows: its caller asks for <see cref="Activation.Identity"/> and applies it.
    /// </param>
    /// <param name="y">Receives the activated rows, R x outputs.</param>
    public abstract void Forward(ComputeTeam team, Matrix x, Slice[] layer, Activation activation, Matrix y);

    /// <summary><c>d[r,k] = chain_n(delta[r,n] W[n,k]) * f'(y[r,k])</c>, with <c>n</c> running through all slices in order.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="delta">Derivatives of the loss by this layer's <c>z</c>, R x outputs.</param>
    /// <param name="layer">All slices of the layer, in order.</param>
    /// <param name="activation">
    /// The activation of the layer before, any but softmax, whose caller asks for <see cref="Activation.Identity"/> and applies it.
    /// </param>
    /// <param name="y">
    /// What that layer gave, R x inputs, or its <c>z</c>: for <c>f'</c> as <see cref="ActivationFunction.MultiplyByDerivative"/> takes it.
    /// </param>
    /// <param name="d">Receives the derivatives by that layer's <c>z</c>, R x inputs.</param>
    public abstract void InputGradient(
        ComputeTeam team, Matrix delta, Slice[] layer, Activation activation, Matrix y, Matrix d);

    /// <summary>
    /// The gradient of one node of the shard tree. For a shard, <c>dW[n,k] = chain_r(delta[r,n] x[r,k])</c> and
    /// <c>db[n] = chain_r(delta[r,n] 1)</c> over its rows, in increasing order, 0 for a shard without rows; for an inner node the
    /// elementwise sum <c>left + right</c>.
    /// </summary>
    /// <param name="team">The threads.</param>
    /// <param name="delta">Derivatives of the loss by the layer's <c>z</c>, R x outputs.</param>
    /// <param name="x">Rows that entered the layer, R x inputs.</param>
    /// <param name="shardStarts">
    /// Where the node's shards start within these rows, and the end of the last: one more entry than the node has shards.
    /// </param>
    /// <param name="wire">With <see cref="WireFormat.Bfloat16"/> every node below and this one are rounded, once each.</param>
    /// <param name="gradient">All slices of the layer; each receives <c>dW</c> and <c>db</c>.</param>
    public abstract void WeightGradient(
        ComputeTeam team, Matrix delta, Matrix x, int[] shardStarts, WireFormat wire, Slice[] gradient);
}
