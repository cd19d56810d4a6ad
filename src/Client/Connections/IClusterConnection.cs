using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Client.Connections;

/// <summary>A cluster as the commands see it.</summary>
internal interface IClusterConnection : IAsyncDisposable
{
    /// <summary>The list of jobs.</summary>
    IJobListGrain Jobs { get; }

    /// <summary>The owner of a job.</summary>
    ICoordinatorGrain Coordinator(string jobId);

    /// <summary>What each active silo tells about itself, in the order of their addresses.</summary>
    Task<IReadOnlyList<SiloFacts>> GetSilosAsync();
}
