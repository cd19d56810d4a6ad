using System.Runtime.CompilerServices;

namespace Granary.Formulas.Lanes;

/// <summary>One float: the lanes of a machine without vectors, and what the tests compare every width with.</summary>
internal readonly unsafe struct ScalarLanes(float value) : ILanes<ScalarLanes>
{
    private readonly float _value = value;

    public static int Count => 1;

    /// <summary>The value of the only lane.</summary>
    public float Value => _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes Load(float* source, int count) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* destination, int count) => *destination = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes Broadcast(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes operator +(ScalarLanes left, ScalarLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes operator -(ScalarLanes left, ScalarLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes operator *(ScalarLanes left, ScalarLanes right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes operator /(ScalarLanes left, ScalarLanes right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes operator -(ScalarLanes value) => FromBits(value.Bits ^ int.MinValue);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes operator &(ScalarLanes left, ScalarLanes right) => FromBits(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes operator |(ScalarLanes left, ScalarLanes right) => FromBits(left.Bits | right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes FusedMultiplyAdd(ScalarLanes left, ScalarLanes right, ScalarLanes addend) =>
        new(MathF.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes Sqrt(ScalarLanes value) => new(MathF.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes IfGreater(ScalarLanes left, ScalarLanes right, ScalarLanes then, ScalarLanes otherwise) =>
        left._value > right._value ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes IfEqual(ScalarLanes left, ScalarLanes right, ScalarLanes then, ScalarLanes otherwise) =>
        left._value == right._value ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes IfFirst(int count, ScalarLanes then, ScalarLanes otherwise) => count > 0 ? then : otherwise;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes AddBits(ScalarLanes left, ScalarLanes right) => FromBits(unchecked(left.Bits + right.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes ShiftBitsLeft(ScalarLanes value, int count) => FromBits(value.Bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarLanes ShiftBitsRight(ScalarLanes value, int count) => FromBits(value.Bits >> count);

    private int Bits => BitConverter.SingleToInt32Bits(_value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ScalarLanes FromBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
}
