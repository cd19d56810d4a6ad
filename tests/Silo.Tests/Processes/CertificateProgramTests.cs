using System.Net;
using System.Security.Cryptography.X509Certificates;
using Granary.Clustering.Certificates;

namespace Granary.Silo.Tests.Processes;

/// <summary>The command <c>granary-silo certificates</c>, and HTTP with what it makes.</summary>
public sealed class CertificateProgramTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Certificates_CreateShowRenew_TellWhatThereIsAndWhatToDo()
    {
        var folder = Path.Combine(_data.Path, "certificates");

        var (exitCode, output, _) = await Certificates("create", "--name", "silo-1.example.org");
        Assert.Equal(0, exitCode);
        Assert.StartsWith($"Made a cluster's certificates in {folder}:", output);
        Assert.Contains("member    for silo-1.example.org, localhost, 127.0.0.1, ::1", output);
        Assert.Contains(", 89 days left", output);
        Assert.Contains($"next: granary-silo --host IP --data-dir {_data.Path}", output);
        Assert.DoesNotContain("PRIVATE", output);

        var again = await Certificates("create");
        Assert.Equal((2, ""), (again.ExitCode, again.Output));
        Assert.StartsWith($"granary-silo: found {Path.Combine(folder, "authority.pem")}: a new authority would shut out everybody", again.Error);

        var renewed = await Certificates("renew", "--name", "silo-2.example.org");
        Assert.Equal(0, renewed.ExitCode);
        Assert.Contains("member    for silo-2.example.org, localhost", renewed.Output);

        var shown = await Certificates("show");
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("member    for silo-2.example.org, localhost", shown.Output);
        Assert.Contains(", its key is here", shown.Output);
    }

    [Fact]
    public async Task Certificates_Missing_SaysWhatMakesThem()
    {
        var (exitCode, output, error) = await Certificates("show");

        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"granary-silo: found no {Path.Combine(_data.Path, "certificates", "authority.pem")}: make a cluster's certificates with: granary-silo certificates create", error);
    }

    [Theory]
    [InlineData("granary-silo: --name: found 'https://a', expected a host name or an IP address", "create", "--name", "https://a")]
    [InlineData("granary-silo: found unknown command 'crate', expected one of create, renew, show; did you mean 'create'?", "crate")]
    public async Task Certificates_WrongUsage_ExitsWithTwo(string expected, params string[] arguments)
    {
        var (exitCode, _, error) = await Certificates(arguments);

        Assert.StartsWith(expected, error);
        Assert.Equal(2, exitCode);
        Assert.False(Directory.Exists(Path.Combine(_data.Path, "certificates")));
    }

    [Fact]
    public async Task Start_HttpBeyondLoopback_IsEncryptedAndTakesARenewedCertificate()
    {
        var folder = new CertificateFolder(Path.Combine(_data.Path, "certificates"));
        folder.Create(CertificateNames.WithLoopback([]), DateTimeOffset.UtcNow);
        var port = Ports.Free();
        await using var silo = Program.Start("granary-silo", "--data-dir", _data.Path, "--cores", "1", "--http", $"0.0.0.0:{port}");
        for (var i = 0; i < 4; i++)
        {
            await silo.ReadLine();
        }

        Assert.Contains($"dashboard https://0.0.0.0:{port}/?token=grn_", silo.Output);
        var link = $"https://127.0.0.1:{port}/?token={(await File.ReadAllTextAsync(Path.Combine(_data.Path, "http", "token"))).Trim()}";
        Assert.Equal(folder.Current().Certificate.SerialNumber, await VisitAsync(link, folder));

        folder.Renew(null, DateTimeOffset.UtcNow);

        Assert.Equal(folder.Current().Certificate.SerialNumber, await VisitAsync(link, folder));
        using var plain = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync($"http://127.0.0.1:{port}/"));
        await silo.Terminate();
        Assert.Equal(0, (await silo.End()).ExitCode);
    }

    // Lets a browser in by the link, and gives the serial number of the certificate that was shown.
    private static async Task<string?> VisitAsync(string link, CertificateFolder folder)
    {
        string? serial = null;
        using var authority = X509CertificateLoader.LoadCertificateFromFile(folder.AuthorityFile);
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { authority },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, errors) =>
        {
            serial = shown?.GetSerialNumberString();
            return errors == System.Net.Security.SslPolicyErrors.None;
        };
        using var browser = new HttpClient(handler);
        Assert.Contains("<title>Granary</title>", await browser.GetStringAsync(link), StringComparison.Ordinal);
        Assert.True(handler.CookieContainer.GetAllCookies().Single().Secure);
        return serial;
    }

    private Task<(int ExitCode, string Output, string Error)> Certificates(params string[] arguments) =>
        Program.Run("granary-silo", ["certificates", .. arguments, .. arguments[0] == "crate" ? Array.Empty<string>() : ["--data-dir", _data.Path]]);
}
