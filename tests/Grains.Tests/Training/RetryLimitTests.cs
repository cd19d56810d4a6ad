using Granary.Grains.Training;

namespace Granary.Grains.Tests.Training;

public sealed class RetryLimitTests
{
    [Fact]
    public void MayGoOn_WithoutComingFurther_EndsAfterThirtyTries()
    {
        var limit = new RetryLimit();

        Assert.All(Enumerable.Range(0, 30), _ => Assert.True(limit.MayGoOn(5)));
        Assert.False(limit.MayGoOn(5));
        Assert.False(limit.MayGoOn(3));
    }

    [Fact]
    public void MayGoOn_ComingFurtherEachTime_NeverEnds()
    {
        var limit = new RetryLimit();

        Assert.All(Enumerable.Range(0, 1000), step => Assert.True(limit.MayGoOn(step)));
    }

    [Fact]
    public void Wait_AfterTheFirstTry_IsNone()
    {
        var limit = new RetryLimit();
        limit.MayGoOn(0);

        Assert.True(limit.Wait().IsCompletedSuccessfully);
        limit.MayGoOn(0);
        Assert.False(limit.Wait().IsCompleted);
    }
}
