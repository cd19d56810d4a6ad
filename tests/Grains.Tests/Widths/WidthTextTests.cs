using Granary.Formulas.Activations;
using Granary.Grains.Widths;
using Granary.Numerics.Networks;

namespace Granary.Grains.Tests.Widths;

public sealed class WidthTextTests
{
    private static readonly CostModel Tiny = new(new NetworkShape([64, 15, 10], new Activation[2]), 16, 4);
    private static readonly CostModel Large = new(new NetworkShape([784, 1024, 1024, 10], new Activation[3]), 512, 4);
    private static readonly WidthOption[] OneOrTwo = [new(1, 1), new(2, 2)];

    [Fact]
    public void Found_ByTheModel_TellsWhyNotMore()
    {
        Assert.Equal("1 of 2 silos: a step is too short to share", Found(Tiny, OneOrTwo, 2));
        Assert.Equal("2 of 2 silos", Found(Large, OneOrTwo, 2));
    }

    [Fact]
    public void Found_Measured_TellsTheOthersSpeed()
    {
        var search = new WidthSearch(Large, OneOrTwo, null, 0);
        Train(search, 0.4 / 0.04, 1);
        Assert.Equal("1 of 2 silos: tried for a moment, to compare it with two", WidthText.Found(search, OneOrTwo, 2));

        Train(search, 0.4, 1);
        Assert.Equal("1 of 2 silos: two were measured at 0.04 of its speed", WidthText.Found(search, OneOrTwo, 2));
    }

    [Fact]
    public void Found_OfThoseWithTheMemory_TellsSo()
    {
        Assert.Equal("1 of 2 silos: the others do not have the memory", Found(Tiny, [new(1, 1)], 2));
        Assert.Equal("2 of 3 silos: fewer do not have the memory", Found(Tiny, [new(2, 2), new(3, 3)], 3));
    }

    [Fact]
    public void Asked_TellsWhatTheJobAsksFor()
    {
        Assert.Equal("2 of 3 silos: the job asks for two", WidthText.Asked(2, 3));
        Assert.Equal("1 of 1 silo: the job asks for 12", WidthText.Asked(12, 1));
    }

    private static string Found(CostModel model, WidthOption[] options, int silos) =>
        WidthText.Found(new WidthSearch(model, options, null, 0), options, silos);

    // Until it goes to the number of silos that it is not on, or stays for good.
    private static void Train(WidthSearch search, double seconds, int until)
    {
        for (var span = 0; span < 10 && (search.IsTrying || search.Current.Silos != until); span++)
        {
            search.Learn(1, TimeSpan.FromSeconds(seconds), 1_000_000);
            if (search.Current.Silos == until && seconds > 1)
            {
                return;
            }
        }
    }
}
