using System.Numerics;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tensors;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Admission;

/// <summary>What of a job would be too large for a message between silos, whatever silos there will be.</summary>
internal static class SizeChecks
{
    // A slice that moves to another silo takes up to two arrays of its optimizer along.
    private const int MovedArrays = 3;

    public static IEnumerable<Fault> Check(JobSpec spec)
    {
        var dimensions = spec.Network.Dimensions;
        var nodes = MostNodes(spec.Shards);
        for (var l = 0; l < dimensions.Length - 1; l++)
        {
            // The narrowest slice of a layer that wide on a single silo.
            var neurons = Math.Min(dimensions[l + 1], SlicePlan.WidestAlignment);
            var most = (TensorBlock.MaxLength / (Math.Max(nodes, MovedArrays) * neurons)) - 1;
            if (dimensions[l] > most)
            {
                yield return new Fault(
                    $"found {dimensions[l]}, which makes messages of {neurons} neurons of the next layer, with {nodes} gradients in each for "
                    + $"{spec.Shards} shards, larger than silos may send: expected at most {most}.",
                    $"network.dimensions[{l}]");
            }
        }
    }

    // Of any range of shards: two for each level of the tree but the first and the last.
    private static int MostNodes(int shards) => Math.Max(1, 2 * (BitOperations.Log2((uint)shards) - 1));
}
