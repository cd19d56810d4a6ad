using Orleans.Configuration;

namespace Granary.Clustering.Hosting;

/// <summary>
/// How soon silos notice that another one is gone. A killed one refuses connections, so three failed probes a second apart tell it:
/// after about 3 s (in a local cluster its lock tells it sooner). A frozen one lets probes run out of time, and Orleans waits
/// besides until its connections have been silent for <c>MaxProbeTimeout x NumMissedProbesLimit</c> = 9 s, so that one that is
/// busy sending a large tensor is not taken for dead: 9 to 15 s.
/// </summary>
internal static class MembershipTiming
{
    public static void Apply(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(2);
        options.MinProbeTimeout = TimeSpan.FromSeconds(1);
        options.MaxProbeTimeout = TimeSpan.FromSeconds(3);
        options.NumMissedProbesLimit = 3;
        options.EnableConnectionLivenessCheck = true;

        // A starting silo waits for those that do not answer until they have missed three of these.
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(3);
        options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
    }
}
