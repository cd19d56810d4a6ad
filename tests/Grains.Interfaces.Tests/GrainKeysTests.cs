namespace Granary.Grains.Interfaces.Tests;

public sealed class GrainKeysTests
{
    private const string Silo = "127.0.0.1:11111@123";

    [Fact]
    public void SiloOf_KeysMadeHere_IsTheirSilo()
    {
        Assert.Equal(Silo, GrainKeys.SiloOf(GrainKeys.Worker("digits-1", 2, 3, Silo)));
        Assert.Equal(Silo, GrainKeys.SiloOf(GrainKeys.Slice("digits-1", 2, 3, 4, Silo)));
        Assert.Equal(Silo, GrainKeys.SiloOf(GrainKeys.Silo(Silo)));
    }

    [Fact]
    public void SiloOf_JobIdWithASeparator_IsTheLastPart() =>
        Assert.Equal(Silo, GrainKeys.SiloOf(GrainKeys.Worker("a|b", 1, 0, Silo)));

    [Fact]
    public void SiloOf_KeyWithoutSilo_SaysSo() =>
        Assert.Contains("'digits-1'", Assert.Throws<FormatException>(() => GrainKeys.SiloOf("digits-1")).Message);

    [Fact]
    public void Keys_OfDifferentThings_Differ()
    {
        string[] keys =
        [
            GrainKeys.Worker("a", 1, 0, Silo), GrainKeys.Worker("a", 1, 1, Silo), GrainKeys.Worker("a", 2, 0, Silo),
            GrainKeys.Worker("b", 1, 0, Silo), GrainKeys.Slice("a", 1, 0, 0, Silo), GrainKeys.Slice("a", 1, 0, 1, Silo),
            GrainKeys.Slice("a", 1, 1, 0, Silo), GrainKeys.Slice("a", 2, 0, 0, Silo),
        ];

        Assert.Distinct(keys);
    }
}
