using Granary.Formulas.Functions;

namespace Granary.Numerics.Tests.Functions;

public class HalfTurnTests
{
    // The library's is given an angle that two roundings have moved by up to 5e-16.
    [Fact]
    public void Cosine_AnyShare_IsTheCosine()
    {
        for (var i = 0; i <= 10_000; i++)
        {
            Assert.Equal(Math.Cos(Math.PI * i / 10_000), HalfTurn.Cosine(i / 10_000.0), 1e-15);
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0)]
    [InlineData(1, -1)]
    public void Cosine_EndsAndMiddle_AreExact(double x, double expected) => Assert.Equal(expected, HalfTurn.Cosine(x));
}
