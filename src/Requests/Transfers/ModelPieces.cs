using System.Runtime.CompilerServices;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.Transfers;

/// <summary>Brings the model of a job piece by piece, as a safetensors file has it.</summary>
internal static class ModelPieces
{
    // So many pieces are asked for at once: one is written while others are on their way.
    private const int AtOnce = 4;

    /// <summary>The pieces, in their order.</summary>
    /// <param name="coordinator">The job's coordinator.</param>
    /// <param name="step">The step of a checkpoint; null for the kept model.</param>
    /// <param name="length">The model's length, in bytes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<byte[]> ReadAsync(
        ICoordinatorGrain coordinator, long? step, long length, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var first = await coordinator.ReadModel(step, 0).WaitAsync(cancellationToken);
        yield return first;
        var underWay = new Queue<Task<byte[]>>();
        for (var (next, read) = ((long)first.Length, (long)first.Length); read < length;)
        {
            while (next < length && underWay.Count < AtOnce)
            {
                underWay.Enqueue(coordinator.ReadModel(step, next));
                next += first.Length;
            }

            var piece = await underWay.Dequeue().WaitAsync(cancellationToken);
            read += piece.Length;
            yield return piece;
        }
    }
}
