using System.Net;
using System.Net.Sockets;

namespace Granary.Silo.Tests.Processes;

public sealed class SiloProgramTests
{
    [Fact]
    public async Task Start_FreePorts_SaysWhereItIsAndStopsOnSigterm()
    {
        var (port, gateway) = Ports.Two();
        await using var silo = Program.Start("granary-silo", "--port", $"{port}", "--gateway-port", $"{gateway}", "--cores", "1");

        Assert.Equal(
            $"Silo at 127.0.0.1:{port}, clients at 127.0.0.1:{gateway}, 1 compute threads. Ctrl-C stops it.", await silo.ReadLine());
        Assert.Equal($"next: granary submit JOB.json --follow --cluster 127.0.0.1:{gateway}", await silo.ReadLine());
        await silo.Terminate();

        var (exitCode, output, _) = await silo.End();
        Assert.EndsWith("Stopping." + Environment.NewLine, output);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--gateway-port")]
    public async Task Start_PortTaken_SaysWhichAndWhatToDo(string option)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var free = Ports.Two().Port;
        var otherOption = option == "--port" ? "--gateway-port" : "--port";

        var (exitCode, output, error) = await Program.Run("granary-silo", option, $"{taken}", otherOption, $"{free}");

        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.Contains($"127.0.0.1:{taken}", error);
        Assert.Contains($"choose another port with {option}.", error);
    }

    [Theory]
    [InlineData("granary-silo: --kernel: There is no kernel named 'abacus'", "--kernel", "abacus")]
    [InlineData("are both 4444", "--port", "4444", "--gateway-port", "4444")]
    public async Task Start_WrongValues_ExitWithTwo(string expected, params string[] arguments)
    {
        string[] ports = arguments.Contains("--port") ? [] : ["--port", $"{Ports.Two().Port}", "--gateway-port", $"{Ports.Two().Gateway}"];

        var (exitCode, _, error) = await Program.Run("granary-silo", [.. arguments, .. ports]);

        Assert.Contains(expected, error);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("--gateway-prot", "--gateway-prot", "1")]
    [InlineData("expected a number from 1 to 1024", "--cores", "0")]
    [InlineData("expected a number from 1 to 65535", "--port", "70000")]
    public async Task Start_WrongUsage_ExitsWithTwo(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = await Program.Run("granary-silo", arguments);

        Assert.Contains(expected, error + output);
        Assert.Equal(2, exitCode);
    }

    [Fact]
    public async Task Start_UnknownOption_SuggestsTheKnownOne()
    {
        var (_, output, error) = await Program.Run("granary-silo", "--gateway-prot", "1");

        Assert.Contains("--gateway-port", error + output);
    }
}
