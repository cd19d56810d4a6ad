namespace Granary.Numerics.Kernels.Tiles;

/// <summary>
/// One tile to compute: <c>result[i,j] = chain_k(a[i,k] b[k,j])</c>, or, where the k fall into shards, the sum of the shards'
/// chains by their tree. All steps count floats.
/// </summary>
/// <remarks>
/// Shard <c>s</c> completes as many inner nodes of the tree as <c>s</c> has trailing ones in binary, each by adding the left
/// child, which waits in scratch memory, to the right one, which is in registers. On each level at most one node waits, so a
/// place for each level is enough.
/// </remarks>
internal unsafe ref struct TileProduct
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

    /// <summary>
    /// Where the shards start, and the end of the last; they follow each other from k 0 on, so only differences count. A shard
    /// without k gives 0.
    /// </summary>
    public ReadOnlySpan<int> Starts;

    /// <summary>What a later tile is going to read: with each k one cache line is asked for.</summary>
    public float* Next;

    /// <summary>From one such line to the next; 0 when nothing is to be asked for.</summary>
    public nint NextStep;

    /// <summary>Tiles in scratch memory: those to be added to each chain, then a place for each level of the tree.</summary>
    public float* Scratch;

    /// <summary>From one row of such a tile to the next; 0 where all rows are the same.</summary>
    public nint ScratchRowStep;

    /// <summary>From one such tile to the next.</summary>
    public nint ScratchStep;

    /// <summary>How many are added to each chain.</summary>
    public int Addends;

    /// <summary>Where the tile goes: whole vectors are written.</summary>
    public float* Result;

    /// <summary>From one row of the result to the next.</summary>
    public nint ResultRowStep;
}
