using Granary.Clustering.Addresses;

namespace Granary.Clustering.Tests.Addresses;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("local")]
    [InlineData("redis:10.0.0.1:6379")]
    [InlineData("postgres:Host=db;Username=granary")]
    public void Parse_Address_IsWrittenAsItWasRead(string text) => Assert.Equal(text, ClusterAddress.Parse(text)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("Local")]
    [InlineData("redis:")]
    [InlineData("postgres:")]
    [InlineData("127.0.0.1:30000")]
    public void Parse_OtherText_GivesNothing(string text) => Assert.Null(ClusterAddress.Parse(text));

    [Theory]
    [InlineData("postgres:Host=db;Password=a b:c;Database=granary", "postgres:Host=db;Password=***;Database=granary")]
    [InlineData("postgres:pwd = secret", "postgres:pwd=***")]
    [InlineData("redis:host:1,password=secret,ssl=true", "redis:host:1,password=***,ssl=true")]
    [InlineData("local", "local")]
    public void WithoutPasswords_Address_HidesThem(string text, string expected) =>
        Assert.Equal(expected, ClusterAddress.Parse(text)!.WithoutPasswords());
}
