using System.Net;

namespace Granary.Silo.Tests.Processes;

/// <summary>Who gets in at the ports of a silo on loopback: the user who started it, and nobody else.</summary>
public sealed class OtherUserTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _others = new();

    public void Dispose()
    {
        _data.Dispose();
        _others.Dispose();
    }

    [Fact]
    public async Task Ports_AskedByTheSameUser_LetInWhoKnowsTheSecret()
    {
        await using var silo = await SiloProcess.StartAsync(_data);

        Assert.StartsWith("in: ", await AskAsync([], Gateway(silo), "granary", _data));

        // Over TCP, without proof of who it is.
        Assert.StartsWith("out: ", await AskAsync([], Gateway(silo), "stock", _data));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data.Path, "cluster", "secret")));
        }
    }

    [Fact]
    public async Task Ports_OfASiloThatIsInsecure_LetInEverybodyAndTheSiloSaysSo()
    {
        await using var silo = await SiloProcess.StartAsync(_data, "--insecure");

        // What the other tests see refused would be let in without doors.
        Assert.StartsWith("in: ", await AskAsync([], Gateway(silo), "stock", _others));
        Assert.StartsWith("insecure: whoever reaches the ports for silos and clients may do everything", silo.Lines[1]);
    }

    [Fact]
    public async Task Ports_AskedByAnotherUser_LetHimInNowhere()
    {
        Needs.Root("become another user");
        await using var silo = await SiloProcess.StartAsync(_data);
        WriteSecretOfHisOwn();
        string[] asNobody = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", "env", "HOME=/tmp"];

        foreach (var port in new[] { Gateway(silo), IPEndPoint.Parse(silo.Address) })
        {
            // With a secret of his own, and with the path of the silo's.
            (string Way, TemporaryFolder Data)[] ways = [("stock", _others), ("insecure", _others), ("granary", _others), ("granary", _data)];
            var answers = await Task.WhenAll(ways.Select(w => AskAsync(asNobody, port, w.Way, w.Data)));
            Assert.All(answers, answer => Assert.StartsWith("out: ", answer));
        }

        var (exitCode, output, error) = await Program.RunBehind(asNobody, "granary", "jobs", "--data-dir", _data.Path);
        Assert.True(exitCode is 2 or 3, $"found {exitCode}: {error}");
        Assert.Equal("", output);
        Assert.DoesNotContain("   at ", error);

        await silo.Program.Terminate();
        var (_, _, said) = await silo.Program.End();

        // A line a minute.
        Assert.InRange(said.Split('\n').Count(line => line.Contains("was refused at", StringComparison.Ordinal)), 1, 5);
    }

    // One that everybody may read, as long as the silo's.
    private void WriteSecretOfHisOwn()
    {
        Directory.CreateDirectory(Path.Combine(_others.Path, "cluster"));
        var secret = _others.Write("cluster/secret", new string('A', 43) + "\n");
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Everybody = (UnixFileMode)0b111_101_101;
            foreach (var path in new[] { _others.Path, Path.GetDirectoryName(secret)!, secret })
            {
                File.SetUnixFileMode(path, Everybody);
            }
        }
    }

    private static IPEndPoint Gateway(SiloProcess silo) => IPEndPoint.Parse(silo.Lines[0].Split("clients at ")[1].Split(',')[0]);

    private static async Task<string> AskAsync(string[] before, IPEndPoint port, string way, TemporaryFolder data)
    {
        var (_, output, error) = await Program.RunBehind(before, "stranger", $"{port}", way, data.Path);
        Assert.True(output.Length > 0, $"the stranger said nothing: {error}");
        return output;
    }
}
