using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;

namespace Granary.Benchmarks.Scaling.Projection;

/// <summary>What a step's messages between silos must come to: slices by the project's plan, largest first to whom has the least.</summary>
public sealed class Spread
{
    // As the coordinator deals: floats of a parcel, and parameters of a network that stays on one silo.
    private const int ParcelLength = 128 * 1024;
    private const int SmallNetwork = 32 * 1024;

    // A request and its answer, without their tensors (bench/results, wire.md, and small calls counted one by one).
    private const double FramingBytesPerExchange = 260;

    public Spread(NetworkShape network, int silos)
    {
        var parameters = (double)network.Parameters;
        var (owned, parcels) = Deal(network, silos);
        Bytes = Array.ConvertAll(owned, own => sizeof(float) * ((parameters - own) + (own * (silos - 1))));
        Messages = Array.ConvertAll(parcels, own => (double)(parcels.Sum() - own) + (own * (silos - 1)));
        for (var s = 0; s < silos; s++)
        {
            Bytes[s] += Messages[s] * FramingBytesPerExchange / 2;
        }
    }

    /// <summary>Bytes that each silo sends in a step.</summary>
    public double[] Bytes { get; }

    /// <summary>Messages that each silo sends in a step; it gets as many.</summary>
    public double[] Messages { get; }

    private static (double[] Parameters, int[] Parcels) Deal(NetworkShape network, int silos)
    {
        var load = new long[silos];
        var pending = new long[silos];
        var parcels = new int[silos];
        var owners = network.Parameters <= SmallNetwork ? 1 : silos;
        var slices = SlicePlan.Cut(network, SlicePlan.MaxWeightsFor(network, silos)).SelectMany(layer => layer);
        foreach (var slice in slices.OrderByDescending(s => s.Length))
        {
            var lightest = Array.IndexOf(load, load.Take(owners).Min());
            load[lightest] += slice.Length;
            if (parcels[lightest] == 0 || pending[lightest] + slice.Length > ParcelLength)
            {
                parcels[lightest]++;
                pending[lightest] = 0;
            }

            pending[lightest] += slice.Length;
        }

        return (Array.ConvertAll(load, l => (double)l), parcels);
    }
}
