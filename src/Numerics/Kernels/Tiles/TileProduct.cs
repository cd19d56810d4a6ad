namespace Granary.Numerics.Kernels.Tiles;

/// <summary>
/// One tile to compute: <c>result[i,j] = addends + chain_k(a[i,k] b[k,j])</c>. All steps count floats.
/// </summary>
internal unsafe struct TileProduct
{
    /// <summary>Floats of a cache line.</summary>
    public const int FloatsPerLine = 16;

    /// <summary>The element of row 0, k 0 of the operand that is read float by float.</summary>
    public float* A;

    /// <summary>From one row of it to the next.</summary>
    public nint ARowStep;

    /// <summary>From one k of it to the next.</summary>
    public nint AKStep;

    /// <summary>The first vector, k 0, of the operand that is read in whole vectors.</summary>
    public float* B;

    /// <summary>From one k of it to the next.</summary>
    public nint BKStep;

    /// <summary>What a later tile is going to read: with each k one cache line is asked for.</summary>
    public float* Next;

    /// <summary>From one such line to the next; 0 when nothing is to be asked for.</summary>
    public nint NextStep;

    /// <summary>Length of the chains; 0 gives 0.</summary>
    public nint Length;

    /// <summary>The first of the tiles that are added to the finished chains, one after the other, each as the left operand.</summary>
    public float* Addend;

    /// <summary>From one row of an addend to the next; 0 when all rows get the same.</summary>
    public nint AddendRowStep;

    /// <summary>From one addend to the next.</summary>
    public nint AddendStep;

    /// <summary>Number of addends.</summary>
    public nint Addends;

    /// <summary>Where the tile goes: whole vectors are written.</summary>
    public float* Result;

    /// <summary>From one row of the result to the next.</summary>
    public nint ResultRowStep;
}
