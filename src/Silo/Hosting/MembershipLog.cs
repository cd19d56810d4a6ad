using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Silo.Hosting;

/// <summary>Tells of each silo that comes, leaves or is lost, in one line.</summary>
internal sealed partial class MembershipLog(
    IClusterMembershipService membership, ILocalSiloDetails here, ILogger<MembershipLog> log) : BackgroundService
{
    private readonly Dictionary<SiloAddress, SiloStatus> _known = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Who is there already is told by the announcement.
        foreach (var member in membership.CurrentSnapshot.Members.Values)
        {
            _known[member.SiloAddress] = member.Status;
        }

        try
        {
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                Tell(snapshot);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private void Tell(ClusterMembershipSnapshot snapshot)
    {
        var active = snapshot.Members.Values.Count(m => m.Status == SiloStatus.Active);
        foreach (var member in snapshot.Members.Values.Where(m => !m.SiloAddress.Equals(here.SiloAddress)))
        {
            var before = _known.GetValueOrDefault(member.SiloAddress);
            _known[member.SiloAddress] = member.Status;
            Tell(member.SiloAddress.Endpoint.ToString(), before, member.Status, active);
        }
    }

    private void Tell(string silo, SiloStatus before, SiloStatus now, int active)
    {
        switch (before, now)
        {
            case (not SiloStatus.Active, SiloStatus.Active):
                LogJoined(log, silo, active);
                break;
            case (SiloStatus.Active, SiloStatus.Dead):
                LogLost(log, silo, active);
                break;
            case (SiloStatus.ShuttingDown or SiloStatus.Stopping, SiloStatus.Dead):
                LogLeft(log, silo, active);
                break;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "silo {Silo} joined; {Active} in the cluster now")]
    private static partial void LogJoined(ILogger log, string silo, int active);

    [LoggerMessage(2, LogLevel.Warning, "silo {Silo} was lost; {Active} in the cluster now")]
    private static partial void LogLost(ILogger log, string silo, int active);

    [LoggerMessage(3, LogLevel.Information, "silo {Silo} left; {Active} in the cluster now")]
    private static partial void LogLeft(ILogger log, string silo, int active);
}
