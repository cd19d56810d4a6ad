using System.Runtime.CompilerServices;

namespace Granary.Numerics.Kernels.Vectors;

/// <summary>
/// The instructions of a unit, but for a tile whose shards' sums and tree nodes are bfloat16: what is stored is rounded first, and
/// so is a sum that is added up, before the addition and after it. Chains stay float32. The code of tiles is the same for both.
/// </summary>
/// <remarks>
/// A tile adds what it stored, on the left, to a shard's chain or to the sum that the last addition gave, on the right. Rounding
/// what is rounded changes nothing, so it does no harm that a chain's rounding is applied to such a sum too.
/// </remarks>
internal readonly unsafe struct Bfloat16Unit<TVector, TUnit> : IVectorUnit<TVector>
    where TVector : struct
    where TUnit : struct, IVectorUnit<TVector>
{
    /// <inheritdoc/>
    public static int Lanes => TUnit.Lanes;

    /// <inheritdoc/>
    public static int MaxRows => TUnit.MaxRows;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load(float* source) => TUnit.Load(source);

    /// <inheritdoc/>
    public static TVector LoadFirst(float* source, int count) => TUnit.LoadFirst(source, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, TVector vector) => TUnit.Store(target, TUnit.RoundToBfloat16(vector));

    /// <inheritdoc/>
    public static void StoreFirst(float* target, TVector vector, int count) =>
        TUnit.StoreFirst(target, TUnit.RoundToBfloat16(vector), count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Broadcast(float value) => TUnit.Broadcast(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TUnit.RoundToBfloat16(TUnit.Add(a, TUnit.RoundToBfloat16(b)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyAdd(TVector a, TVector b, TVector c) => TUnit.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector RoundToBfloat16(TVector vector) => TUnit.RoundToBfloat16(vector);

    /// <inheritdoc/>
    public static TVector LoadEveryFourth(float** rows, nint column) => TUnit.LoadEveryFourth(rows, column);

    /// <inheritdoc/>
    public static TVector ZipLow(TVector a, TVector b) => TUnit.ZipLow(a, b);

    /// <inheritdoc/>
    public static TVector ZipHigh(TVector a, TVector b) => TUnit.ZipHigh(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(float* address) => TUnit.Prefetch(address);
}
