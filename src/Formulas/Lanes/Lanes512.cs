using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Granary.Formulas.Lanes;

/// <summary>Sixteen floats in one vector of 512 bits.</summary>
internal readonly unsafe struct Lanes512 : ILanes<Lanes512>
{
    /// <summary>The number of floats as a constant; that many fill a cache line.</summary>
    public const int Width = 16;

    private readonly Vector512<float> _value;

    private Lanes512(Vector512<float> value) => _value = value;

    public static int Count => Width;

    /// <summary>
    /// The first address from <paramref name="memory"/> on at which a vector fills a cache line: within the next 15 floats.
    /// </summary>
    public static float* AlignUp(float* memory) =>
        (float*)(((nuint)memory + (Width * sizeof(float)) - 1) & ~(nuint)((Width * sizeof(float)) - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(float* source, int count)
    {
        if (count == Count)
        {
            return new(Vector512.Load(source));
        }

        return new(
            Avx512F.IsSupported
                ? Avx512F.MaskLoad(source, First(count), Vector512<float>.Zero)
                : PartialVector.Load<Vector512<float>>(source, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination, int count)
    {
        if (count == Count)
        {
            Vector512.Store(_value, destination);
        }
        else if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(destination, First(count), _value);
        }
        else
        {
            PartialVector.Store(_value, destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(Lanes512 left, Lanes512 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 value) => new(value._value ^ Vector512.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator &(Lanes512 left, Lanes512 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator |(Lanes512 left, Lanes512 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 FusedMultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 IfGreater(Lanes512 left, Lanes512 right, Lanes512 then, Lanes512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left._value, right._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 IfEqual(Lanes512 left, Lanes512 right, Lanes512 then, Lanes512 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(left._value, right._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 IfFirst(int count, Lanes512 then, Lanes512 otherwise) =>
        new(Vector512.ConditionalSelect(First(count), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 AddBits(Lanes512 left, Lanes512 right) =>
        new((left._value.AsInt32() + right._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftBitsLeft(Lanes512 value, int count) => new((value._value.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ShiftBitsRight(Lanes512 value, int count) => new((value._value.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> First(int count) =>
        Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
}
