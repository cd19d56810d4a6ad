using Granary.Benchmarks.Faults.Measuring;

namespace Granary.Faults.Tests.Processes;

/// <summary>A piece of what <c>bench/Faults --only load</c> does for long.</summary>
[Collection(ReferenceCollection.Name)]
[Trait("set", "long")]
public sealed class LoadTests
{
    [Fact]
    public async Task HealthySilos_FullLoad_AreNotDeclaredDead()
    {
        var result = await LoadRun.Run(seconds: 20);

        Assert.Equal((0, 0, 1), (result.Lost, result.Recoveries, result.Deals));
        Assert.True(result.Steps > 0, "no step was done");
    }
}
