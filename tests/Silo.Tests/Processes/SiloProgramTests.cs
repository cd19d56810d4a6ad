using System.Net;
using System.Net.Sockets;

namespace Granary.Silo.Tests.Processes;

public sealed class SiloProgramTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_NoOptionsButTheDirectory_SaysWhatItIsPartOfAndStopsOnSigterm()
    {
        await using var silo = await SiloProcess.StartAsync(_data);

        Assert.Matches(@"^Silo 127\.0\.0\.1:\d+, clients at 127\.0\.0\.1:\d+, 1 compute thread\. Ctrl-C stops it\.$", silo.Lines[0]);
        Assert.Equal(
            [
                $"cluster local, data directory {_data.Path}",
                "silos now: this one",
                $"next: granary-silo --data-dir {_data.Path}  # in another terminal, to add a silo",
                $"next: granary submit JOB.json --follow --data-dir {_data.Path}",
            ],
            silo.Lines[1..]);
        await silo.Program.Terminate();

        var (exitCode, output, _) = await silo.Program.End();
        Assert.EndsWith("Stopping." + Environment.NewLine, output);
        Assert.Equal(0, exitCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(_data.Path, "cluster"), "*.alive"));
    }

    [Fact]
    public async Task Start_Http_AnnouncesALinkThatLetsIn()
    {
        await using var silo = Program.Start("granary-silo", "--data-dir", _data.Path, "--cores", "1");
        for (var i = 0; i < 4; i++)
        {
            await silo.ReadLine();
        }

        var link = Assert.Single(silo.Output.Split(Environment.NewLine), l => l.StartsWith("dashboard http://127.0.0.1:", StringComparison.Ordinal));
        using var client = new HttpClient();
        var page = await client.GetStringAsync(link["dashboard ".Length..]);

        Assert.Contains("<title>Granary</title>", page, StringComparison.Ordinal);
        await silo.Terminate();
        Assert.Equal(0, (await silo.End()).ExitCode);
    }

    [Fact]
    public async Task Start_PortsGiven_UsesThem()
    {
        var ports = Ports.Free(2);
        await using var silo = await SiloProcess.StartAsync(_data, "--port", $"{ports[0]}", "--gateway-port", $"{ports[1]}");

        Assert.StartsWith($"Silo 127.0.0.1:{ports[0]}, clients at 127.0.0.1:{ports[1]}, ", silo.Lines[0]);
    }

    [Fact]
    public async Task Start_DataDirectoryOfTheEnvironment_UsesIt()
    {
        await using var silo = Program.Start(
            "granary-silo", new Dictionary<string, string> { ["GRANARY_DATA_DIR"] = _data.Path, ["GRANARY_CLUSTER"] = "local" });

        await silo.ReadLine();
        Assert.Equal($"cluster local, data directory {_data.Path}", await silo.ReadLine());
    }

    [Fact]
    public async Task Start_WrongAddressInTheEnvironment_ExitsWithTwo()
    {
        await using var silo = Program.Start("granary-silo", new Dictionary<string, string> { ["GRANARY_CLUSTER"] = "127.0.0.1:30000" });

        var (exitCode, _, error) = await silo.End();

        Assert.Equal(2, exitCode);
        Assert.StartsWith("granary-silo: GRANARY_CLUSTER: found '127.0.0.1:30000', expected 'local'", error);
    }

    [Fact]
    public async Task Start_TableOfMembersTorn_ExitsWithTwoAndLeavesIt()
    {
        var table = Path.Combine(Directory.CreateDirectory(Path.Combine(_data.Path, "cluster")).FullName, "members.json");
        await File.WriteAllTextAsync(table, "{ torn");

        var (exitCode, _, error) = await Program.Run("granary-silo", "--data-dir", _data.Path);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"granary-silo: found no membership table in {table}", error);
        Assert.DoesNotContain("   at ", error);
        Assert.Equal("{ torn", await File.ReadAllTextAsync(table));
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--gateway-port")]
    public async Task Start_PortTaken_SaysWhichAndWhatToDo(string option)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;
        var free = Ports.Free();
        var otherOption = option == "--port" ? "--gateway-port" : "--port";

        var (exitCode, output, error) = await Program.Run(
            "granary-silo", option, $"{taken}", otherOption, $"{free}", "--data-dir", _data.Path);

        Assert.Equal(2, exitCode);
        Assert.Equal("", output);
        Assert.Contains($"127.0.0.1:{taken}", error);
        Assert.Contains($"choose another port with {option}, or omit {option}", error);
    }

    [Theory]
    [InlineData("granary-silo: --kernel: There is no kernel named 'abacus'", "--kernel", "abacus")]
    [InlineData("are both 4444", "--port", "4444", "--gateway-port", "4444")]
    [InlineData("--cluster: found 'nonsense', expected 'local'", "--cluster", "nonsense")]
    [InlineData("--http 0.0.0.0:7400: other machines reach this, and there are no certificates in ", "--http", "0.0.0.0:7400")]
    [InlineData("--transport stock: Orleans' own transport lets in whoever reaches its ports", "--transport", "stock")]
    [InlineData("--certificates and --insecure are both given", "--certificates", "somewhere", "--insecure")]
    [InlineData("--http 192.0.2.1:7400: cannot listen there", "--http", "192.0.2.1:7400", "--insecure")]
    [InlineData("--host: found '0.0.0.0', expected one address of this machine", "--host", "0.0.0.0")]
    [InlineData("--metrics 192.0.2.1:7401: cannot listen there", "--metrics", "192.0.2.1:7401")]
    [InlineData("--no-http is said, and --http or --http-name too", "--http", "--no-http")]
    [InlineData("--host 192.0.2.1: cannot listen on this address", "--host", "192.0.2.1")]
    public async Task Start_WrongValues_ExitWithTwo(string expected, params string[] arguments)
    {
        var (exitCode, _, error) = await Program.Run("granary-silo", [.. arguments, "--data-dir", _data.Path]);

        Assert.Contains(expected, error);
        Assert.Equal(2, exitCode);
    }

    [Theory]
    [InlineData("granary-silo: found unknown option '--gateway-prot'; did you mean '--gateway-port'?", "--gateway-prot", "1")]
    [InlineData("granary-silo: --cores: found '0', expected a whole number from 1 to 1024", "--cores", "0")]
    [InlineData("granary-silo: --cores: found 'all', expected a whole number from 1 to 1024", "--cores", "all")]
    [InlineData("granary-silo: --port: found '70000', expected a whole number from 1 to 65535", "--port", "70000")]
    [InlineData("granary-silo: --host: found 'no-such-host.invalid', expected an IP address of this machine or its name", "--host", "no-such-host.invalid")]
    [InlineData("granary-silo: --advertise: found '0.0.0.0', expected the IP address or the name at which others reach this silo", "--advertise", "0.0.0.0")]
    [InlineData("granary-silo: --metrics: found 'nonsense', expected ADDRESS:PORT", "--metrics", "nonsense")]
    [InlineData("granary-silo: --log: found 'xml', expected text or json", "--log", "xml")]
    [InlineData("granary-silo: --http: found 'nonsense', expected ADDRESS:PORT", "--http", "nonsense")]
    [InlineData("granary-silo: --transport: found 'foo', expected granary or stock", "--transport", "foo")]
    [InlineData("granary-silo: found unknown command 'databse', expected one of certificates, database; did you mean 'database'?", "databse")]
    [InlineData("granary-silo: found unknown command 'crate', expected one of create; did you mean 'create'?", "database", "crate")]
    public async Task Start_WrongUsage_ExitsWithTwo(string expected, params string[] arguments)
    {
        var (exitCode, output, error) = await Program.Run("granary-silo", arguments);

        Assert.StartsWith(expected, error);
        Assert.Contains("next: granary-silo", error);
        Assert.Equal("", output);
        Assert.Equal(2, exitCode);
    }
}
