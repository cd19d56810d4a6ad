using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Requests.Faults;

namespace Granary.Requests.Transfers;

/// <summary>The silo that a data set is uploaded to, and how much it has already.</summary>
/// <param name="Silo">The silo.</param>
/// <param name="Progress">What it has.</param>
internal sealed record UploadTarget(IUploadGrain Silo, UploadProgress Progress)
{
    /// <summary>Chooses the silo that has the data set, or has most of it: it may have come half the way before.</summary>
    /// <exception cref="RequestException">No silo takes it.</exception>
    public static async Task<UploadTarget> ChooseAsync(IClusterConnection cluster, DataSetFacts set, CancellationToken cancellationToken)
    {
        var silos = await cluster.GetUploadsAsync().WaitAsync(cancellationToken);
        var answers = await Task.WhenAll(silos.Select(silo => AskAsync(silo, set))).WaitAsync(cancellationToken);
        UploadTarget[] known = [.. answers.OfType<UploadTarget>()];
        UploadTarget[] willing =
        [
            .. known.Where(t => t.Progress.Error is null).OrderByDescending(t => t.Progress.IsWhole).ThenByDescending(t => t.Progress.Bytes),
        ];
        return willing.Length > 0 ? willing[0]
            : known.Length > 0 ? throw Refused(set.Name, known[0].Progress.Error!)
            : throw new RequestException($"{set.Name} was not uploaded: no silo answers") { Hint = "'granary cluster' lists the silos" };
    }

    /// <summary>What a silo that takes no more says.</summary>
    public static RequestException Refused(string name, string error) => new($"{name} was not uploaded: {error}");

    private static async Task<UploadTarget?> AskAsync(IUploadGrain silo, DataSetFacts set)
    {
        try
        {
            return new UploadTarget(silo, await silo.Look(set));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
