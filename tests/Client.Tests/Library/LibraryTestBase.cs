using Granary.Client.Following;
using Granary.Client.Tests.Commands;
using Granary.Client.Tests.Submissions;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Library;

/// <summary>The C# library against a fake cluster.</summary>
public abstract class LibraryTestBase
{
    private protected FakeCluster Cluster { get; } = new();

    private protected FakeUploads Uploads { get; } = new();

    private protected GranaryClient Granary { get; }

    private protected LibraryTestBase()
    {
        Cluster.Uploads.Add(Uploads);
        Granary = new GranaryClient(Cluster, new FollowOptions(TimeProvider.System, TimeSpan.Zero));
    }

    /// <summary>A job about a table that is no file.</summary>
    private protected static JobSpec Spec(string train) => Statuses.Spec with
    {
        Data = new DataSpec { Train = new SourceSpec { Csv = train }, Labels = ["inside"] },
        Network = Statuses.Spec.Network with { Dimensions = [], Hidden = [4] },
    };

    private protected TrainingJob Job(FakeCoordinator coordinator)
    {
        Cluster.Coordinators["digits-1"] = coordinator;
        return Granary.Job("digits-1");
    }
}
