using Granary.Formulas.Functions;

namespace Granary.Numerics.Sharding;

/// <summary>The numbers that workers and layers exchange: gradients one way, parameters the other.</summary>
/// <remarks>
/// With <see cref="Bfloat16"/> each of them fits into two bytes, and still any deal of the shards ends with the same bits, because
/// what is rounded, and where, is part of the arithmetic and not of the cluster:
/// <para>
/// <b>Gradients.</b> Every node of the shard tree is rounded (<see cref="Bfloat16Rounding"/>): a shard's gradient once its chain
/// is finished, an inner node as <c>round(left + right)</c>, added in float32. So the gradient of whatever complete subtree a
/// worker sends is a bfloat16 already, sending it loses nothing, and where the tree is finished makes no difference.
/// </para>
/// <para>
/// <b>Parameters.</b> A slice keeps its parameters, weights and biases alike, in float32 together with the optimizer's state, and
/// updates those; else an update far below the parameter would be lost again and again. What it publishes is each of them rounded.
/// Forward and backward of every worker, the evaluation, the model a user takes away and its hash all are of the published
/// parameters: they are the network that was trained, and every worker holds them.
/// </para>
/// Everything else stays float32: activations, derivatives, losses, the sums within a shard and the optimizer.
/// </remarks>
public enum WireFormat
{
    /// <summary>Four bytes a number; nothing is rounded.</summary>
    Float32,

    /// <summary>Two bytes a number: the upper half of a float32, so its range with 8 bits of precision instead of 24.</summary>
    Bfloat16,
}
