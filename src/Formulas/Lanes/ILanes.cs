namespace Granary.Formulas.Lanes;

/// <summary>
/// A few float32 side by side. A function that is written once over <typeparamref name="TSelf"/> runs at every vector width,
/// and gives an element the same bits at each of them.
/// </summary>
/// <remarks>
/// That holds because each member is one correctly rounded IEEE 754 operation, a comparison or an operation on bits.
/// A minimum, a maximum, a reciprocal's estimate, a rounding conversion or a function of the platform's library must not
/// become a member: these differ between widths or processors. Only the bits of a NaN that comes out of two NaNs are open.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
internal unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>How many floats.</summary>
    static abstract int Count { get; }

    /// <summary>Reads the first <paramref name="count"/> lanes; the others become 0. No other memory is touched.</summary>
    /// <param name="source">The float of lane 0, on any address.</param>
    /// <param name="count">From 1 to <see cref="Count"/>.</param>
    static abstract TSelf Load(float* source, int count);

    /// <summary>Writes the first <paramref name="count"/> lanes. No other memory is touched.</summary>
    /// <param name="destination">Receives lane 0, on any address.</param>
    /// <param name="count">From 1 to <see cref="Count"/>.</param>
    void Store(float* destination, int count);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Broadcast(float value);

    /// <summary>The sums.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>The differences.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>The products.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>The quotients.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>The values with their sign bits flipped.</summary>
    static abstract TSelf operator -(TSelf value);

    /// <summary>The bits that are set in both.</summary>
    static abstract TSelf operator &(TSelf left, TSelf right);

    /// <summary>The bits that are set in at least one.</summary>
    static abstract TSelf operator |(TSelf left, TSelf right);

    /// <summary><c>left * right + addend</c>, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>The square roots.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary><c>left &gt; right ? then : otherwise</c>; with a NaN on either side, <c>otherwise</c>.</summary>
    static abstract TSelf IfGreater(TSelf left, TSelf right, TSelf then, TSelf otherwise);

    /// <summary><c>left == right ? then : otherwise</c>; with a NaN on either side, <c>otherwise</c>.</summary>
    static abstract TSelf IfEqual(TSelf left, TSelf right, TSelf then, TSelf otherwise);

    /// <summary>
    /// The first lanes, <paramref name="count"/> of them, from
    /// <paramref name="then"/>, the others from <paramref name="otherwise"/>.
    /// </summary>
    static abstract TSelf IfFirst(int count, TSelf then, TSelf otherwise);

    /// <summary>The bits taken as two's complement integers and added, without regard to overflow.</summary>
    static abstract TSelf AddBits(TSelf left, TSelf right);

    /// <summary>The bits moved to the left.</summary>
    static abstract TSelf ShiftBitsLeft(TSelf value, int count);

    /// <summary>The bits moved to the right, with copies of the sign bit moving in.</summary>
    static abstract TSelf ShiftBitsRight(TSelf value, int count);
}
