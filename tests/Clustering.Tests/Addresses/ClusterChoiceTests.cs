using Granary.Clustering.Addresses;

namespace Granary.Clustering.Tests.Addresses;

public sealed class ClusterChoiceTests
{
    [Theory]
    [InlineData(null, null, "local")]
    [InlineData(null, "", "local")]
    [InlineData(null, "redis:a:1", "redis:a:1")]
    [InlineData("redis:b:2", "redis:a:1", "redis:b:2")]
    [InlineData("local", "redis:a:1", "local")]
    public void Resolve_OptionOrEnvironment_SaysWhichCluster(string? option, string? environment, string expected) =>
        Assert.Equal(expected, new ClusterChoice(option).Resolve(environment).Address.ToString());

    [Theory]
    [InlineData("nonsense", null, "--cluster: found 'nonsense', expected 'local', 'redis:HOST:PORT'")]
    [InlineData("", null, "--cluster: found '', expected 'local'")]
    [InlineData(null, "127.0.0.1:30000", "GRANARY_CLUSTER: found '127.0.0.1:30000', expected 'local'")]
    public void Resolve_WrongAddress_SaysWhereItStands(string? option, string? environment, string expected)
    {
        var e = Assert.Throws<FormatException>(() => new ClusterChoice(option).Resolve(environment));

        Assert.StartsWith(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_DataDirectory_IsAbsolute()
    {
        var place = new ClusterChoice(DataDirectory: "some where").Resolve(null);

        Assert.Equal(Path.GetFullPath("some where"), place.Data.Path);
        Assert.Equal($"local ({place.Data.Path})", place.ToString());
    }

    [Fact]
    public void ForSameCluster_OptionsAsGiven_CanBePastedAnywhere()
    {
        Assert.Equal("granary jobs", new ClusterChoice().ForSameCluster("granary jobs"));
        Assert.Equal(
            $"granary jobs --cluster 'postgres:Host=a;Username=b' --data-dir '{Path.GetFullPath("some where")}'",
            new ClusterChoice("postgres:Host=a;Username=b", "some where").ForSameCluster("granary jobs"));
    }

    [Fact]
    public void Resolve_Certificates_AreThoseNamedOrTheDataDirectorysOwn()
    {
        Assert.Equal(Path.GetFullPath("d/certificates"), new ClusterChoice(DataDirectory: "d").Resolve(null).Certificates);
        Assert.Equal(Path.GetFullPath("c"), new ClusterChoice(DataDirectory: "d", Certificates: "c").Resolve(null).Certificates);
        Assert.True(new ClusterChoice(Insecure: true).Resolve(null).Insecure);
    }

    [Fact]
    public void Resolve_CertificatesAndInsecure_IsRefused() => Assert.Equal(
        "--certificates and --insecure are both given: expected one or the other",
        Assert.Throws<FormatException>(() => new ClusterChoice(Certificates: "c", Insecure: true).Resolve(null)).Message);

    [Fact]
    public void ForSameCluster_DoorsGiven_NamesThem() => Assert.Equal(
        $"granary jobs --certificates {Path.GetFullPath("c")} --insecure", new ClusterChoice(Certificates: "c", Insecure: true).ForSameCluster("granary jobs"));
}
