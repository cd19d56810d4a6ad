namespace Granary.Numerics.Kernels.Vectors;

/// <summary>The vector instructions of one instruction set, as far as the blocked kernel needs them.</summary>
/// <typeparam name="TVector">A register of float32.</typeparam>
internal unsafe interface IVectorUnit<TVector>
    where TVector : struct
{
    /// <summary>Floats in a register.</summary>
    static abstract int Lanes { get; }

    /// <summary>
    /// The most rows of a register tile, two vectors wide, that leaves all its sums in registers: twice so many, two vectors of
    /// one operand and one of the other have to fit.
    /// </summary>
    static abstract int MaxRows { get; }

    /// <summary>Reads a register.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Reads the first <paramref name="count"/> lanes and touches no memory behind them; the others are 0.</summary>
    static abstract TVector LoadFirst(float* source, int count);

    /// <summary>Writes a register.</summary>
    static abstract void Store(float* target, TVector vector);

    /// <summary>Writes the first <paramref name="count"/> lanes and touches no memory behind them.</summary>
    static abstract void StoreFirst(float* target, TVector vector, int count);

    /// <summary>The same float in all lanes.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary><c>a + b</c>.</summary>
    static abstract TVector Add(TVector a, TVector b);

    /// <summary><c>a b + c</c>, rounded once.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>
    /// Puts four floats of every fourth row side by side: those at <c>rows[0] + column</c>, then those at
    /// <c>rows[4] + column</c>, and so on.
    /// </summary>
    static abstract TVector LoadEveryFourth(float** rows, nint column);

    /// <summary>In each block of four lanes: <c>a0 b0 a1 b1</c>.</summary>
    static abstract TVector ZipLow(TVector a, TVector b);

    /// <summary>In each block of four lanes: <c>a2 b2 a3 b3</c>.</summary>
    static abstract TVector ZipHigh(TVector a, TVector b);

    /// <summary>Asks for the cache line of an address that is going to be used soon.</summary>
    static abstract void Prefetch(float* address);
}
