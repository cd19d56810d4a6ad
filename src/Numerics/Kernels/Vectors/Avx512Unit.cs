using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Granary.Numerics.Kernels.Vectors;

/// <summary>512-bit vectors of x64: 32 registers of 16 floats.</summary>
internal readonly unsafe struct Avx512Unit : IVectorUnit<Vector512<float>>
{
    /// <inheritdoc/>
    public static int Lanes => 16;

    /// <inheritdoc/>
    public static int MaxRows => 14;

    /// <inheritdoc/>
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    /// <inheritdoc/>
    public static Vector512<float> LoadFirst(float* source, int count) =>
        Avx512F.MaskLoad(source, First(count), Vector512<float>.Zero);

    /// <inheritdoc/>
    public static void Store(float* target, Vector512<float> vector) => vector.Store(target);

    /// <inheritdoc/>
    public static void StoreFirst(float* target, Vector512<float> vector, int count) =>
        Avx512F.MaskStore(target, First(count), vector);

    /// <inheritdoc/>
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Avx512F.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static Vector512<float> LoadEveryFourth(float** rows, nint column)
    {
        var quads = Vector128.Load(rows[0] + column).ToVector256Unsafe().ToVector512Unsafe();
        quads = Avx512F.InsertVector128(quads, Vector128.Load(rows[4] + column), 1);
        quads = Avx512F.InsertVector128(quads, Vector128.Load(rows[8] + column), 2);
        return Avx512F.InsertVector128(quads, Vector128.Load(rows[12] + column), 3);
    }

    /// <inheritdoc/>
    public static Vector512<float> ZipLow(Vector512<float> a, Vector512<float> b) => Avx512F.UnpackLow(a, b);

    /// <inheritdoc/>
    public static Vector512<float> ZipHigh(Vector512<float> a, Vector512<float> b) => Avx512F.UnpackHigh(a, b);

    /// <inheritdoc/>
    public static void Prefetch(float* address) => Sse.Prefetch1(address);

    private static Vector512<float> First(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}
