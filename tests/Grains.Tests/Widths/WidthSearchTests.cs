using Granary.Formulas.Activations;
using Granary.Grains.Widths;
using Granary.Numerics.Networks;

namespace Granary.Grains.Tests.Widths;

public sealed class WidthSearchTests
{
    private const long Endless = 1_000_000_000_000;

    private static readonly CostModel Tiny = new(new NetworkShape([64, 15, 10], new Activation[2]), 16, 4);
    private static readonly CostModel Middle = new(new NetworkShape([784, 128, 64, 10], new Activation[3]), 128, 4);
    private static readonly CostModel Large = new(new NetworkShape([784, 1024, 1024, 10], new Activation[3]), 512, 4);

    [Fact]
    public void Start_TinyNetwork_IsOneSiloAndNoOtherIsTried()
    {
        var search = Make(Tiny, 1, 2, 4, 8);

        Assert.Equal([1], Run(search, Endless, silos => silos == 1 ? 60e-6 : throw new InvalidOperationException("hopeless, but tried")));
        Assert.Null(search.Second);
    }

    [Fact]
    public void Start_LargeNetwork_IsAllSilos() => Assert.Equal(4, Make(Large, 1, 2, 4).Current.Silos);

    [Fact]
    public void Learn_AllAreFastest_TriesFewerAndComesBack()
    {
        var search = Make(Large, 1, 2);

        Assert.Equal([2, 1, 2], Run(search, Endless, silos => silos == 1 ? 0.100 : 0.058));
        Assert.Equal((1, 0.58), (search.Second!.Value.Silos, Math.Round(search.Second.Value.Speed, 2)));
    }

    // A slow network, or another program: the model knows of neither.
    [Fact]
    public void Learn_FewerAreFaster_StaysWithThem()
    {
        var search = Make(Large, 1, 2);

        Assert.Equal([2, 1], Run(search, Endless, silos => silos == 1 ? 0.057 : 0.092));
        Assert.Equal((false, 1, 2), (search.IsTrying, search.Best.Silos, search.Second!.Value.Silos));
    }

    [Fact]
    public void Learn_HalfIsFaster_GoesOnFromThere()
    {
        var search = Make(Large, 1, 2, 4, 8);

        var tried = Run(search, Endless, silos => silos switch { 8 => 0.100, 4 => 0.070, 2 => 0.060, _ => 0.090 });

        Assert.Equal([8, 4, 2, 1, 2], tried);
    }

    // Other jobs may need the silo.
    [Theory]
    [InlineData(1.00, 1)]
    [InlineData(1.01, 1)]
    [InlineData(1.05, 2)]
    public void Learn_MoreAreHardlyFaster_StaysWithFewer(double speedOfTwo, int expected)
    {
        var search = Make(Middle, 1, 2);

        Run(search, Endless, silos => silos == 1 ? 2e-3 : 2e-3 / speedOfTwo);

        Assert.Equal(expected, search.Current.Silos);
    }

    [Fact]
    public void Learn_RestIsTooShort_StaysWithTheModel() => Assert.Equal([2], Run(Make(Large, 1, 2), stepsLeft: 100, _ => 0.058));

    [Fact]
    public void Learn_DataTakesLongToRead_TriesMoreSilosOnlyWhereThatIsRepaid()
    {
        WidthOption[] options = [new(1, 1), new(2, 2)];
        const long Minute = 30_000;

        Assert.Equal([1, 2], Run(new WidthSearch(Middle, options, start: 1, secondsToRead: 0), Minute, silos => 2e-3 / silos));
        Assert.Equal([1], Run(new WidthSearch(Middle, options, start: 1, secondsToRead: 10), Minute, silos => 2e-3 / silos));
    }

    [Fact]
    public void Learn_FirstSpansAfterAMove_AreNotCounted()
    {
        var search = Make(Large, 1, 2);
        Run(search, Endless, silos => 0.058 * 2 / silos, stopAt: 1);

        search.Learn(1, TimeSpan.FromSeconds(30), Endless);
        search.Learn(20, TimeSpan.FromSeconds(0.9), Endless);

        Assert.Equal((1, false), (search.Best.Silos, search.IsTrying));
    }

    [Fact]
    public void Learn_SpeedHasChangedALot_MeasuresTheOthersAnew()
    {
        var search = Make(Large, 1, 2);
        Run(search, Endless, silos => silos == 1 ? 0.100 : 0.058);

        var tried = Run(search, Endless, silos => silos == 1 ? 0.100 : 0.300, spans: 300);

        Assert.Equal([2, 1], tried);
    }

    [Fact]
    public void Learn_SpeedHardlyChanges_TriesNothingAgain()
    {
        var search = Make(Large, 1, 2);
        Run(search, Endless, silos => silos == 1 ? 0.100 : 0.058);

        Assert.Equal([2], Run(search, Endless, silos => silos == 1 ? 0.100 : 0.080, spans: 1000));
    }

    [Fact]
    public void Start_Stated_IsTheNearestOption()
    {
        WidthOption[] options = [new(1, 1), new(2, 2)];

        Assert.Equal(2, new WidthSearch(Tiny, options, start: 4, secondsToRead: 0).Current.Silos);
    }

    private static WidthSearch Make(CostModel model, params int[] silos) =>
        new(model, [.. silos.Select(s => new WidthOption(s, s))], start: null, secondsToRead: 0);

    // The numbers of silos that it was on, one after the other, in spans of 0.4 s.
    private static int[] Run(WidthSearch search, long stepsLeft, Func<int, double> secondsPerStep, int spans = 100, int? stopAt = null)
    {
        var visited = new List<int> { search.Current.Silos };
        for (var span = 0; span < spans && search.Current.Silos != stopAt; span++)
        {
            var seconds = secondsPerStep(search.Current.Silos);
            var steps = Math.Max(1, (long)(0.4 / seconds));
            search.Learn(steps, TimeSpan.FromSeconds(steps * seconds), stepsLeft);
            if (search.Current.Silos != visited[^1])
            {
                visited.Add(search.Current.Silos);
            }
        }

        return [.. visited];
    }
}
