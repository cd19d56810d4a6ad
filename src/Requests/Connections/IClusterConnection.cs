using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Interfaces.Tokens;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Requests.Connections;

/// <summary>A cluster as the commands see it.</summary>
internal interface IClusterConnection : IAsyncDisposable
{
    /// <summary>
    /// How long a list waits for one silo or one job. A silo that stands still is not declared dead before it has missed its probes, and
    /// until then nothing on it answers.
    /// </summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Where the cluster is, in words for messages.</summary>
    string Location { get; }

    /// <summary>The address of its dashboard, which lets a browser in; null where it is not known.</summary>
    string? Link { get; }

    /// <summary>The list of jobs.</summary>
    IJobListGrain Jobs { get; }

    /// <summary>The tokens that are let in over HTTP.</summary>
    ITokenListGrain Tokens { get; }

    /// <summary>The ids of all jobs, in the order in which they were accepted.</summary>
    Task<string[]> ListJobsAsync();

    /// <summary>The owner of a job.</summary>
    ICoordinatorGrain Coordinator(string jobId);

    /// <summary>Each active silo and what it tells about itself, null when it does not answer; in the order of their addresses.</summary>
    Task<IReadOnlyList<(string Address, SiloFacts? Facts)>> GetSilosAsync();

    /// <summary>What keeps data sets on each active silo.</summary>
    Task<IReadOnlyList<IUploadGrain>> GetUploadsAsync();
}
