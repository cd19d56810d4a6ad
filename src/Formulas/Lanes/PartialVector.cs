namespace Granary.Formulas.Lanes;

/// <summary>
/// Reads and writes the first floats of a vector, one by one, where the processor has no masked instruction for it.
/// </summary>
internal static unsafe class PartialVector
{
    /// <summary>Reads the first <paramref name="count"/> floats; the others become 0.</summary>
    public static TVector Load<TVector>(float* source, int count)
        where TVector : unmanaged
    {
        var vector = default(TVector);
        for (var lane = 0; lane < count; lane++)
        {
            ((float*)&vector)[lane] = source[lane];
        }

        return vector;
    }

    /// <summary>Writes the first <paramref name="count"/> floats.</summary>
    public static void Store<TVector>(TVector vector, float* destination, int count)
        where TVector : unmanaged
    {
        for (var lane = 0; lane < count; lane++)
        {
            destination[lane] = ((float*)&vector)[lane];
        }
    }
}
