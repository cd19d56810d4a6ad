using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;

namespace Granary.Benchmarks.Scaling.Projection;

/// <summary>What a step's messages between silos must come to: slices by the project's plan, largest first to whom has the least.</summary>
public sealed class Spread
{
    // As the coordinator deals: floats of a bucket.
    private const int BucketLength = 128 * 1024;

    // A request and its answer, without their tensors (bench/results, wire.md, and small calls counted one by one).
    private const double FramingBytesPerExchange = 260;

    public Spread(NetworkShape network, int silos)
    {
        var parameters = (double)network.Parameters;
        var (owned, buckets) = Deal(network, silos);
        Bytes = Array.ConvertAll(owned, own => sizeof(float) * ((parameters - own) + (own * (silos - 1))));
        Messages = Array.ConvertAll(buckets, own => (double)(buckets.Sum() - own) + (own * (silos - 1)));
        for (var s = 0; s < silos; s++)
        {
            Bytes[s] += Messages[s] * FramingBytesPerExchange / 2;
        }
    }

    /// <summary>Bytes that each silo sends in a step.</summary>
    public double[] Bytes { get; }

    /// <summary>Messages that each silo sends in a step; it gets as many.</summary>
    public double[] Messages { get; }

    private static (double[] Parameters, int[] Buckets) Deal(NetworkShape network, int silos)
    {
        var owned = new double[silos];
        var pending = new long[silos];
        var buckets = new int[silos];
        var slices = SlicePlan.Cut(network, SlicePlan.For(network, silos)).SelectMany(layer => layer);
        foreach (var (slice, owner) in new SliceSpread(slices, network.Parameters <= SlicePlan.SmallNetwork ? 1 : silos).Owners)
        {
            owned[owner] += slice.Length;
            if (buckets[owner] == 0 || pending[owner] + slice.Length > BucketLength)
            {
                buckets[owner]++;
                pending[owner] = 0;
            }

            pending[owner] += slice.Length;
        }

        return (owned, buckets);
    }
}
