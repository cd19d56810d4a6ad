namespace Granary.Silo.Tests.Processes;

public sealed class DatabaseProgramTests
{
    [Theory]
    [InlineData("--cluster is 'redis...': expected postgres:CONNECTION-STRING", "redis:127.0.0.1:6379")]
    [InlineData("--cluster is 'local...': expected postgres:CONNECTION-STRING", "local")]
    [InlineData("'hst' is not a valid key, or its value is wrong. Expected pairs like postgres:Host=db;", "postgres:Hst=db")]
    public async Task Create_WrongAddress_ExitsWithTwo(string expected, string address)
    {
        var (exitCode, output, error) = await Program.Run("granary-silo", "database", "create", "--cluster", address);

        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Equal("", output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Create_NoServerThere_SaysSoInOneLineAndExitsWithTwo()
    {
        var address = $"postgres:Host=127.0.0.1;Port={Ports.Free()};Username=granary;Password=hidden";

        var (exitCode, _, error) = await Program.Run("granary-silo", "database", "create", "--cluster", address);

        Assert.StartsWith("granary-silo: The PostgreSQL database granary at 127.0.0.1:", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.DoesNotContain("hidden", error, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
    }
}
