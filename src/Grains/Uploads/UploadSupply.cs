using System.Collections.Concurrent;
using Granary.Data.Faults;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Grains.Membership;

namespace Granary.Grains.Uploads;

/// <summary>Finds data sets for this silo's jobs: here, or on another silo, from which it brings them.</summary>
/// <param name="store">Those that are here.</param>
/// <param name="membership">The silos.</param>
/// <param name="here">This one.</param>
/// <param name="grains">To reach the other ones.</param>
internal sealed class UploadSupply(UploadStore store, IClusterMembershipService membership, ILocalSiloDetails here, IGrainFactory grains)
{
    // So many pieces are asked for at once: one is written while others are on their way.
    private const int PiecesAtOnce = 4;

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _fetches = new();

    /// <summary>A job with the paths of its uploaded files on this silo.</summary>
    /// <exception cref="DataException">One of them is on no silo, or cannot be brought.</exception>
    public async Task<LocalSpec> Localize(JobSpec spec)
    {
        var paths = new Dictionary<string, string>();
        foreach (var file in spec.Uploads)
        {
            try
            {
                paths[file.Path] = await Get(file);
            }
            catch (RefusedException e)
            {
                throw new DataException([new DataFault(file.Path, null, null, e.Message)], more: 0, stopped: false);
            }
        }

        return new LocalSpec(spec, paths);
    }

    private async Task<string> Get(UploadedFile file)
    {
        if (store.Find(file.Sha256) is { } path)
        {
            return path;
        }

        var fetch = _fetches.GetOrAdd(file.Sha256, _ => new Lazy<Task<string>>(() => Task.Run(() => Fetch(file))));
        try
        {
            return await fetch.Value;
        }
        finally
        {
            _fetches.TryRemove(KeyValuePair.Create(file.Sha256, fetch));
        }
    }

    private async Task<string> Fetch(UploadedFile file)
    {
        var set = new DataSetFacts(file.Sha256, file.Bytes, Path.GetFileName(file.Path));
        var reason = "it is on none of the silos";
        foreach (var silo in ActiveSilos.Of(membership).Where(s => s != here.SiloAddress.ToParsableString()))
        {
            var other = grains.GetGrain<IUploadGrain>(GrainKeys.Silo(silo));
            try
            {
                if ((await other.Look(set)).IsWhole)
                {
                    return await Bring(other, set);
                }
            }
            catch (Exception e) when (SiloLoss.Is(e) || e is RefusedException or IOException or UnauthorizedAccessException)
            {
                reason = $"silo {GrainKeys.EndpointOf(silo)} has it, but {e.Message}";
            }
        }

        throw new RefusedException($"It was uploaded as the data set {file.Sha256}, but {reason}. Submit the job again from where the file is.");
    }

    private async Task<string> Bring(IUploadGrain other, DataSetFacts set)
    {
        using var incoming = store.Open(set);
        var underWay = new Queue<Task<DataPiece>>();
        for (var next = incoming.Bytes; !incoming.IsComplete;)
        {
            while (next < set.Bytes && underWay.Count < PiecesAtOnce)
            {
                underWay.Enqueue(other.Read(set.Sha256, next));
                next += IUploadGrain.PieceBytes;
            }

            incoming.Append(incoming.Bytes, (await underWay.Dequeue()).Bytes);
        }

        if (!incoming.Verify())
        {
            throw new RefusedException("its bytes are not what was uploaded.");
        }

        store.Keep(incoming);
        return store.Find(set.Sha256)!;
    }
}
