using Granary.Client.LearningRates;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.LearningRates;

public sealed class RangeTestTests
{
    private static readonly double Growth = Math.Pow(10 / (double)1e-7f, 1.0 / 99);

    [Fact]
    public void Of_Job_RaisesTheRateFromTheFirstToTheLastStep()
    {
        var spec = RangeTest.Of(Statuses.Preparing.Spec with { EarlyStopping = new EarlyStoppingSpec() });

        var rates = new LearningRateSchedule(spec.Optimizer.LearningRate, new ScheduleSettings(spec.Schedule!.Name) { Gamma = spec.Schedule.Gamma!.Value });
        Assert.Equal((100, null, null), (spec.Steps!.Value, spec.Epochs, spec.EarlyStopping));
        Assert.Equal(1e-7, rates.At(0), 1e-13);
        Assert.Equal(10, rates.At(99), 1e-6);
    }

    // Of the smoothed losses of steps 10 to 94 the longest way down is 56 long and ends with step 94: 38 + 56 / 3 + 56 / 6.
    [Fact]
    public void Read_LossesThatFallAndRise_SuggestsTheMiddleOfTheWayDown()
    {
        var result = RangeTest.Read(History(step => step < 40 ? 2.0 + (step * 0.001) : step < 80 ? 2.0 - ((step - 40) * 0.04) : 0.4 + ((step - 80) * 0.02)));

        Assert.Equal(100, result.Points.Count);
        Assert.Equal(65, result.Points.ToList().FindIndex(p => p.Rate == result.Suggestion));
    }

    [Fact]
    public void Read_LossThatGrows_EndsThereAndSuggestsNothing()
    {
        var result = RangeTest.Read(History(step => Math.Pow(2, step)));

        Assert.InRange(result.Points.Count, 2, 10);
        Assert.Null(result.Suggestion);
    }

    [Fact]
    public void Read_LossThatIsNoNumber_EndsBeforeIt() =>
        Assert.Equal(50, RangeTest.Read(History(step => step < 50 ? 1 - (step * 0.01) : double.NaN)).Points.Count);

    private static JobHistory History(Func<int, double> loss) => new()
    {
        Losses = [.. Enumerable.Range(0, 100).Select(step => new LossPoint(step, loss(step)))],
        LearningRates = [.. Enumerable.Range(0, 100).Select(step => 1e-7f * Math.Pow(Growth, step))],
        Validations = [],
        Tests = [],
    };
}
