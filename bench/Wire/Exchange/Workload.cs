namespace Granary.Benchmarks.Wire.Exchange;

/// <summary>How much is exchanged in a step.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Floats">All parameters.</param>
/// <param name="SliceFloats">Those of one message.</param>
public sealed record Workload(string Name, int Floats, int SliceFloats)
{
    private const int LargeSlice = 128 * 1024;

    public static IReadOnlyList<Workload> All { get; } =
    [
        new("1K", 1024, 512),
        new("0.11M", 110_000, 27_500),
        new("1.9M", 1_900_000, LargeSlice),
        new("10.1M", 10_100_000, LargeSlice),
    ];

    public int Slices => (Floats + SliceFloats - 1) / SliceFloats;

    /// <summary>Payload of a step on the wire, both ways: each silo sends half of the gradients, and half of the weights in its answers.</summary>
    public double BytesPerStep => 2.0 * sizeof(float) * Floats;

    public int Length(int slice) => Math.Min(SliceFloats, Floats - (slice * SliceFloats));
}
