using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Granary.Numerics.Kernels.Vectors;

/// <summary>128-bit vectors: Arm's AdvSimd (32 registers of 4 floats), or x64 with fused multiply-add (16 registers).</summary>
internal readonly unsafe struct Vector128Unit : IVectorUnit<Vector128<float>>
{
    /// <inheritdoc/>
    public static int Lanes => 4;

    /// <inheritdoc/>
    public static int MaxRows => AdvSimd.IsSupported ? 12 : 6;

    /// <inheritdoc/>
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    /// <inheritdoc/>
    public static Vector128<float> LoadFirst(float* source, int count)
    {
        var vector = Vector128<float>.Zero;
        for (var i = 0; i < count; i++)
        {
            vector = vector.WithElement(i, source[i]);
        }

        return vector;
    }

    /// <inheritdoc/>
    public static void Store(float* target, Vector128<float> vector) => vector.Store(target);

    /// <inheritdoc/>
    public static void StoreFirst(float* target, Vector128<float> vector, int count)
    {
        for (var i = 0; i < count; i++)
        {
            target[i] = vector.GetElement(i);
        }
    }

    /// <inheritdoc/>
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    /// <inheritdoc/>
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static Vector128<float> LoadEveryFourth(float** rows, nint column) => Vector128.Load(rows[0] + column);

    /// <inheritdoc/>
    public static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b) : Sse.UnpackLow(a, b);

    /// <inheritdoc/>
    public static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b) : Sse.UnpackHigh(a, b);

    /// <inheritdoc/>
    public static void Prefetch(float* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(address);
        }
    }
}
