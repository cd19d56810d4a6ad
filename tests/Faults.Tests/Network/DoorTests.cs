using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Faults.Clusters;
using Granary.Clustering.Certificates;

namespace Granary.Faults.Tests.Network;

/// <summary>A cluster of several machines: who has no certificate of it gets in nowhere, and does no harm to a job that trains.</summary>
public sealed class DoorTests(ReferenceFixture reference) : NetworkTestBase(reference)
{
    private readonly TemporaryFolder _others = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _others.Dispose();
    }

    [Fact]
    public async Task Job_StrangersAtAllPorts_EndsWithTheSameBitsAndNobodyComesIn()
    {
        await PrepareAsync(3);
        var foreign = new CertificateFolder(Path.Combine(_others.Path, "foreign"));
        foreign.Create(["localhost"], DateTimeOffset.UtcNow);
        SiloProcess[] silos = [await StartIn(0), await StartIn(1)];
        IPEndPoint[] ports = [.. silos.SelectMany(s => new[] { s.Address, s.Gateway })];
        var (id, status) = await SubmitAndCheckpoint();
        Assert.Equal(2, status.Workers.Length);

        using var end = new CancellationTokenSource();
        var noise = Task.WhenAll(ports.Select(port => NoiseAsync(port, end.Token)));
        await NoSiloJoins(2, "--certificates", foreign.Path, "it is of another authority");
        await NoConsoleGetsIn(["--certificates", foreign.Path], "it is of another authority");
        await NoConsoleGetsIn(["--certificates", _others.Path], "granary-silo certificates create");
        await NoConsoleGetsIn(["--insecure"], "leave out --insecure");
        var (exitCode, jobs, error) = await ConsoleAsync([]);
        Assert.True(exitCode == 0, error);
        Assert.Contains(id, jobs, StringComparison.Ordinal);
        await end.CancelAsync();
        await noise;

        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
        Assert.All(silos, s => Assert.InRange(s.Said.Split('\n').Count(l => l.Contains("was refused at", StringComparison.Ordinal)), 1, 5));
        Assert.All(silos, s => Assert.DoesNotContain("   at ", s.Said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Renew_UnderAJob_RunningSilosShowTheNewOneAndTheJobGoesOn()
    {
        await PrepareAsync(3);
        SiloProcess[] silos = [await StartIn(0), await StartIn(1)];
        var (id, _) = await SubmitAndCheckpoint();
        var before = Certificates.Current().Certificate.SerialNumber;
        Assert.All(await Task.WhenAll(silos.Select(s => SerialAsync(s.Gateway))), shown => Assert.Equal(before, shown));

        Certificates.Renew(null, DateTimeOffset.UtcNow);

        var after = Certificates.Current().Certificate.SerialNumber;
        Assert.NotEqual(before, after);
        Assert.All(await Task.WhenAll(silos.Select(s => SerialAsync(s.Gateway))), shown => Assert.Equal(after, shown));
        await StartIn(2);
        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    [Fact]
    public async Task Certificate_Ended_JobsGoOnOverConnectionsWithTheNextOne()
    {
        await PrepareAsync(3);
        await StartIn(0);
        await StartIn(1);
        var end = DateTimeOffset.UtcNow.AddSeconds(40);
        Certificates.WriteMember(Certificates.ReadAuthority().Issue(["localhost"], DateTimeOffset.UtcNow.AddMinutes(-1), end));
        await StartIn(2);
        Certificates.Renew(null, DateTimeOffset.UtcNow);
        var first = await Cluster.Submit(Job);
        await Eventually.Becomes(() => DateTimeOffset.UtcNow, "the end of the certificate", now => now > end.AddSeconds(1));

        var second = await Cluster.Submit(Job);
        var (status, _) = await Cluster.Until(second, "work on three silos", s => s.Workers.Length == 3, Patience);

        Assert.Equal(3, status.Workers.Length);
        Assert.Equal(await Reference.Hashes.Hash(Job), (await Cluster.End(first, Patience)).WeightsHash);
        Assert.Equal(await Reference.Hashes.Hash(Job), (await Cluster.End(second, Patience)).WeightsHash);
    }

    // Requests of HTTP, random bytes, the beginning of a handshake, and nothing at all.
    private static async Task NoiseAsync(IPEndPoint port, CancellationToken end)
    {
        var idle = new List<Socket>();
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            try
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(port, end);
                idle.Add(socket);
                await socket.SendAsync((i % 4) switch
                {
                    0 => "GET /api/v1/jobs HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(),
                    1 => RandomNumberGenerator.GetBytes(5000),
                    2 => [0x16, 0x03, 0x01, 0x02, 0x00, 0x01],
                    _ => [],
                });
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // Refused in the middle of it, or the test is over.
            }

            await Task.Delay(20);

            if (idle.Count > 500)
            {
                idle[0].Dispose();
                idle.RemoveAt(0);
            }
        }

        idle.ForEach(s => s.Dispose());
    }

    private async Task NoSiloJoins(int number, string option, string folder, string why)
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => StartIn(number, option, folder));
        Assert.Contains("the certificate of ", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    private async Task NoConsoleGetsIn(string[] arguments, string why)
    {
        var (exitCode, output, error) = await ConsoleAsync(arguments);
        Assert.Equal((3, ""), (exitCode, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private async Task<(int ExitCode, string Output, string Error)> ConsoleAsync(string[] arguments)
    {
        string[] command = [Repository.Program("Client", "granary.dll"), "jobs", "--data-dir", Cluster.Data, .. arguments];
        using var console = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = console.StandardError.ReadToEndAsync();
        var output = await console.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await console.WaitForExitAsync();
        return (console.ExitCode, output, await error);
    }

    // The serial number of the certificate that a silo shows.
    private async Task<string> SerialAsync(IPEndPoint port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(port);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = [Certificates.Current().Certificate],
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return tls.RemoteCertificate!.GetSerialNumberString();
    }
}
