using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Granary.Numerics.Kernels.Vectors;

/// <summary>256-bit vectors of x64 with fused multiply-add: 16 registers of 8 floats.</summary>
internal readonly unsafe struct Avx2Unit : IVectorUnit<Vector256<float>>
{
    /// <inheritdoc/>
    public static int Lanes => 8;

    /// <inheritdoc/>
    public static int MaxRows => 6;

    /// <inheritdoc/>
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    /// <inheritdoc/>
    public static Vector256<float> LoadFirst(float* source, int count) => Avx.MaskLoad(source, First(count));

    /// <inheritdoc/>
    public static void Store(float* target, Vector256<float> vector) => vector.Store(target);

    /// <inheritdoc/>
    public static void StoreFirst(float* target, Vector256<float> vector, int count) =>
        Avx.MaskStore(target, First(count), vector);

    /// <inheritdoc/>
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static Vector256<float> LoadEveryFourth(float** rows, nint column) =>
        Vector256.Create(Vector128.Load(rows[0] + column), Vector128.Load(rows[4] + column));

    /// <inheritdoc/>
    public static Vector256<float> ZipLow(Vector256<float> a, Vector256<float> b) => Avx.UnpackLow(a, b);

    /// <inheritdoc/>
    public static Vector256<float> ZipHigh(Vector256<float> a, Vector256<float> b) => Avx.UnpackHigh(a, b);

    /// <inheritdoc/>
    public static void Prefetch(float* address) => Sse.Prefetch1(address);

    private static Vector256<float> First(int count) =>
        Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
}
