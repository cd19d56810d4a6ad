using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Stragglers;

/// <summary>A worker that computes the shards of a <see cref="WorkerSlot"/>, be it the only one, the late one or the second one.</summary>
/// <param name="grain">The worker.</param>
/// <param name="silo">Its silo.</param>
internal sealed class Replica(IWorkerGrain grain, string silo)
{
    public IWorkerGrain Grain => grain;

    public string Silo => silo;

    /// <summary>Its silo as it is shown.</summary>
    public string Endpoint => GrainKeys.EndpointOf(silo);

    /// <summary>Who computes, or has computed, the same shards beside it; null when nobody has.</summary>
    public Replica? Rival { get; set; }

    /// <summary>Its report of the last span that it was given; null before the first.</summary>
    public Task<SpanReport>? Running { get; private set; }

    /// <summary>Whether it is not at work.</summary>
    public bool IsIdle => Running is null or { IsCompleted: true };

    /// <summary>Whether it has come to the end of its span.</summary>
    public bool HasFinished => Running is { IsCompletedSuccessfully: true, Result.IsOvertaken: false };

    public void Start(Task<SpanReport> report) => Running = report;

    /// <exception cref="DisagreementException">Its bits are not its rival's.</exception>
    public void ThrowIfDifferent()
    {
        if (Running?.Exception?.InnerException is DifferentBitsException different && Rival is { } rival)
        {
            throw new DisagreementException(different, Endpoint, rival.Endpoint);
        }
    }
}
