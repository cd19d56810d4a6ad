using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Granary.Formulas.Lanes;

/// <summary>Four floats in one vector of 128 bits.</summary>
internal readonly unsafe struct Lanes128 : ILanes<Lanes128>
{
    private readonly Vector128<float> _value;

    public Lanes128(Vector128<float> value) => _value = value;

    public static int Count => Vector128<float>.Count;

    /// <summary>The vector.</summary>
    public Vector128<float> Value => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(float* source, int count)
    {
        if (count == Count)
        {
            return new(Vector128.Load(source));
        }

        return new(PartialVector.Load<Vector128<float>>(source, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination, int count)
    {
        if (count == Count)
        {
            Vector128.Store(_value, destination);
        }
        else
        {
            PartialVector.Store(_value, destination, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator /(Lanes128 left, Lanes128 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 value) => new(value._value ^ Vector128.Create(-0f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator &(Lanes128 left, Lanes128 right) => new(left._value & right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator |(Lanes128 left, Lanes128 right) => new(left._value | right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 FusedMultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) =>
        new(Vector128.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 value) => new(Vector128.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 IfGreater(Lanes128 left, Lanes128 right, Lanes128 then, Lanes128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(left._value, right._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 IfEqual(Lanes128 left, Lanes128 right, Lanes128 then, Lanes128 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(left._value, right._value), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 IfFirst(int count, Lanes128 then, Lanes128 otherwise) =>
        new(Vector128.ConditionalSelect(First(count), then._value, otherwise._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 AddBits(Lanes128 left, Lanes128 right) =>
        new((left._value.AsInt32() + right._value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftBitsLeft(Lanes128 value, int count) => new((value._value.AsInt32() << count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ShiftBitsRight(Lanes128 value, int count) => new((value._value.AsInt32() >> count).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> First(int count) =>
        Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();
}
