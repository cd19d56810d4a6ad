using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Kernels;

/// <summary>One product of one layer.</summary>
/// <param name="Group">What the shape belongs to.</param>
/// <param name="Product">Which of the three.</param>
/// <param name="Rows">Rows of the mini-batch.</param>
/// <param name="Inputs">Inputs of the layer.</param>
/// <param name="Outputs">Its neurons.</param>
/// <param name="Shards">Shards of the mini-batch; only the weight gradient depends on them.</param>
public sealed record Case(string Group, Product Product, int Rows, int Inputs, int Outputs, int Shards)
{
    private static readonly (string Group, int Rows, int[] Dimensions)[] Networks =
    [
        ("n = 256", 256, [256, 256]),
        ("n = 1024", 1024, [1024, 1024]),
        ("n = 2048", 2048, [2048, 2048]),
        ("784-128-64-10", 128, [784, 128, 64, 10]),
        ("784-1024-1024-10", 512, [784, 1024, 1024, 10]),
        ("784-2048-2048-2048-10", 1024, [784, 2048, 2048, 10]),
    ];

    public double Flops => 2.0 * Rows * Inputs * Outputs;

    public bool IsSquare => Group.StartsWith("n = ", StringComparison.Ordinal);

    public static IEnumerable<Case> All()
    {
        foreach (var (group, rows, dimensions) in Networks)
        {
            for (var l = 0; l < dimensions.Length - 1; l++)
            {
                var (inputs, outputs) = (dimensions[l], dimensions[l + 1]);
                yield return new Case(group, Product.Forward, rows, inputs, outputs, 1);
                if (l > 0 || dimensions.Length == 2)
                {
                    yield return new Case(group, Product.InputGradient, rows, inputs, outputs, 1);
                }

                yield return new Case(group, Product.WeightGradient, rows, inputs, outputs, 1);
                yield return new Case(group, Product.WeightGradient, rows, inputs, outputs, 8);
            }
        }
    }

    /// <summary>GFLOP/s of the bare product that this comes down to, in OpenBLAS.</summary>
    public double OpenBlasGflops(OpenBlas peer, double seconds) => Product switch
    {
        Product.Forward => peer.Gflops(Rows, Outputs, Inputs, transposedA: false, transposedB: true, seconds),
        Product.InputGradient => peer.Gflops(Rows, Inputs, Outputs, transposedA: false, transposedB: false, seconds),
        _ => peer.Gflops(Outputs, Inputs, Rows, transposedA: true, transposedB: false, seconds),
    };

    public override string ToString() =>
        $"{Group} {Product} {Rows} x {Inputs} -> {Outputs}{(Shards > 1 ? $" S={Shards}" : "")}";
}
