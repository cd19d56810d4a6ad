namespace Granary.Benchmarks.Common.Workloads;

/// <summary>A network that everybody trains: ReLU within, Sigmoid at the end, half the squared error.</summary>
/// <param name="Dimensions">Row lengths from the input to the output.</param>
/// <param name="BatchSize">Rows of a mini-batch.</param>
public sealed record PeerNetwork(int[] Dimensions, int BatchSize)
{
    public static IReadOnlyList<PeerNetwork> All { get; } =
    [
        new([64, 15, 10], 16),
        new([784, 128, 64, 10], 128),
        new([784, 1024, 1024, 10], 512),
        new([784, 2048, 2048, 2048, 10], 1024),
    ];

    public string Name => string.Join('-', Dimensions);

    /// <summary>Whether a step is so short that the article's NumPy is a peer and a second thread may be none.</summary>
    public bool IsTiny => BatchSize < 100;

    /// <summary>
    /// Floating-point operations of a step on a full mini-batch: 2 for each weight and row in the forward product, in the
    /// gradient by the weights and in the gradient by the inputs, which the first layer does without.
    /// </summary>
    public double FlopsPerStep =>
        ((6.0 * Dimensions.Zip(Dimensions.Skip(1), (inputs, outputs) => (double)inputs * outputs).Sum())
            - (2.0 * Dimensions[0] * Dimensions[1])) * BatchSize;
}
