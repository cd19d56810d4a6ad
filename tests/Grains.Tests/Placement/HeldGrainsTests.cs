using Granary.Grains.Interfaces;
using Granary.Grains.Placement;

namespace Granary.Grains.Tests.Placement;

public sealed class HeldGrainsTests
{
    private const string Silo = "127.0.0.1:11111@1";

    [Fact]
    public void Workers_GrainsOfAllKinds_AreCountedAlone()
    {
        var held = new HeldGrains();
        foreach (var job in new[] { "digits-1", "worker-1" })
        {
            foreach (var key in new[]
            {
                GrainKeys.Worker(job, 3, 0, Silo), GrainKeys.Worker(job, 3, 1, Silo), GrainKeys.Slice(job, 3, 0, 0, Silo), GrainKeys.Bucket(job, 3, 0, Silo),
            })
            {
                held.Add(key, job, 3, () => Task.CompletedTask);
            }
        }

        Assert.Equal(4, held.Workers);
        held.Remove(GrainKeys.Worker("digits-1", 3, 1, Silo));
        Assert.Equal(3, held.Workers);
    }
}
