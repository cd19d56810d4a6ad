using System.Runtime.Intrinsics;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Tests.Kernels;

/// <summary>128-bit vectors with the tile height that Arm has, so that it is tested wherever the tests run.</summary>
internal readonly unsafe struct TwelveRowUnit : IVectorUnit<Vector128<float>>
{
    public static int Lanes => 4;

    public static int MaxRows => 12;

    public static Vector128<float> Load(float* source) => Vector128Unit.Load(source);

    public static Vector128<float> LoadFirst(float* source, int count) => Vector128Unit.LoadFirst(source, count);

    public static void Store(float* target, Vector128<float> vector) => Vector128Unit.Store(target, vector);

    public static void StoreFirst(float* target, Vector128<float> vector, int count) =>
        Vector128Unit.StoreFirst(target, vector, count);

    public static Vector128<float> Broadcast(float value) => Vector128Unit.Broadcast(value);

    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => Vector128Unit.Add(a, b);

    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128Unit.MultiplyAdd(a, b, c);

    public static Vector128<float> LoadEveryFourth(float** rows, nint column) => Vector128Unit.LoadEveryFourth(rows, column);

    public static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) => Vector128Unit.ZipLow(a, b);

    public static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) => Vector128Unit.ZipHigh(a, b);

    public static void Prefetch(float* address) => Vector128Unit.Prefetch(address);
}
