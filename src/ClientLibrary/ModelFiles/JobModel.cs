using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;
using Granary.Requests.Faults;
using Granary.Requests.Transfers;

namespace Granary.Client.ModelFiles;

/// <summary>The model of a job, or of one of its checkpoints.</summary>
/// <param name="Coordinator">The job's coordinator.</param>
/// <param name="Step">The step of a checkpoint; null for the kept model.</param>
internal sealed record JobModel(ICoordinatorGrain Coordinator, long? Step)
{
    /// <summary>Brings it into this process.</summary>
    /// <exception cref="RequestException">There is no such model.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task<Model> LoadAsync(IProgress<TransferProgress>? progress, CancellationToken cancellationToken) => FetchAsync(
        progress, (length, show) => FetchedModel.LoadAsync(Coordinator, Step, length, show, cancellationToken), cancellationToken);

    /// <summary>Writes it to a stream.</summary>
    /// <exception cref="RequestException">There is no such model, or the format cannot hold it.</exception>
    /// <exception cref="NoClusterException">The cluster did not answer.</exception>
    public Task WriteAsync(Stream target, ModelFormat format, IProgress<TransferProgress>? progress, CancellationToken cancellationToken) => FetchAsync(
        progress,
        async (length, show) =>
        {
            if (format == ModelFormat.Safetensors)
            {
                // As the cluster has it.
                await FetchedModel.CopyAsync(Coordinator, Step, length, target, show, cancellationToken);
                return true;
            }

            await using var file = await FetchedModel.OpenAsync(Coordinator, Step, length, format, show, cancellationToken);
            await file.CopyToAsync(target, cancellationToken);
            return true;
        },
        cancellationToken);

    private async Task<T> FetchAsync<T>(IProgress<TransferProgress>? progress, Func<long, Action<long>, Task<T>> fetch, CancellationToken cancellationToken)
    {
        try
        {
            var offer = await Coordinator.OpenModel(Step).WaitAsync(cancellationToken);
            return offer.Error is { } error
                ? throw new RequestException(error)
                : await fetch(offer.Bytes, bytes => progress?.Report(new TransferProgress(bytes, offer.Bytes)));
        }
        catch (Exception e) when (e is CheckpointException or ModelException)
        {
            throw new RequestException(e.Message);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            throw NoClusterException.Unanswered(e);
        }
    }
}
