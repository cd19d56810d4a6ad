using Granary.Benchmarks.Faults.Planning;

namespace Granary.Faults.Tests.Planning;

public sealed class JobPlanTests
{
    [Fact]
    public void Make_SameSeed_PlansTheSame()
    {
        var (first, second) = (JobPlan.Make(7, 20, 200), JobPlan.Make(7, 20, 200));

        Assert.Equal(first.SelectMany(p => p.Faults), second.SelectMany(p => p.Faults));
        Assert.NotEqual(first.SelectMany(p => p.Faults), JobPlan.Make(8, 20, 200).SelectMany(p => p.Faults));
    }

    [Fact]
    public void Make_ManyFaults_PlansAllOfThemInTheOrderOfTheirSteps()
    {
        var plans = JobPlan.Make(7, 20, 203);

        Assert.Equal(203, plans.Sum(p => p.Faults.Length));
        Assert.Equal([1, 2, 3, 4], plans.Select(p => p.Silos).Distinct().Order());
        Assert.Equal(Enum.GetValues<FaultKind>(), plans.SelectMany(p => p.Faults).Select(f => f.Kind).Distinct().Order());
        Assert.All(plans, p => Assert.Equal(p.Faults.Select(f => f.At).Order(), p.Faults.Select(f => f.At)));
        Assert.All(plans.SelectMany(p => p.Faults), f => Assert.InRange(f.At, 0.001, 0.999));
    }
}
