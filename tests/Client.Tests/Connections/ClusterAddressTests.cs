using Granary.Client.Connections;

namespace Granary.Client.Tests.Connections;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("local", "127.0.0.1", 30000)]
    [InlineData("localhost:1", "localhost", 1)]
    [InlineData("10.0.0.1:65535", "10.0.0.1", 65535)]
    [InlineData("silo.example.org:30000", "silo.example.org", 30000)]
    [InlineData("[fe80::1]:30000", "fe80::1", 30000)]
    public void Parse_Address_GivesHostAndPort(string text, string host, int port) =>
        Assert.Equal(new ClusterAddress(host, port), ClusterAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("host")]
    [InlineData(":30000")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:+1")]
    [InlineData("fe80::1:30000")]
    [InlineData("http://host:1")]
    [InlineData("a b:1")]
    public void Parse_OtherText_GivesNothing(string text) => Assert.Null(ClusterAddress.Parse(text));
}
