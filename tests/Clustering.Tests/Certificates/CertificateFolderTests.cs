using System.Diagnostics;
using Granary.Clustering.Certificates;

namespace Granary.Clustering.Tests.Certificates;

public sealed class CertificateFolderTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly TemporaryFolder _root = new();
    private readonly CertificateFolder _folder;

    public CertificateFolderTests() => _folder = new CertificateFolder(Path.Combine(_root.Path, "certificates"));

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Create_NewFolder_MakesACertificateForNinetyDaysThatItsOwnerAloneReads()
    {
        _folder.Create(["silo-1.example.org", "10.0.0.7", "::1"], Now);

        var member = _folder.Require();
        Assert.Equal(["silo-1.example.org", "10.0.0.7", "::1"], member.Names);
        Assert.InRange((member.Until - Now).TotalDays, 89.99, 90.01);
        Assert.Null(member.FindFault());
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in new[] { _folder.AuthorityFile, _folder.KeyFile, _folder.MemberFile })
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Fact]
    public async Task Create_AskedOfOpenSsl_IsACertificateOfTheAuthorityForBothPurposes()
    {
        Needs.Allowed("openssl", Needs.FindProgram("openssl") is null ? "it is not installed" : null);
        _folder.Create(["silo-1.example.org", "10.0.0.7"], Now);

        foreach (var purpose in new[] { "sslserver", "sslclient" })
        {
            Assert.Contains(": OK", await OpenSslAsync("verify", "-x509_strict", "-purpose", purpose, "-CAfile", _folder.AuthorityFile, _folder.MemberFile));
        }

        Assert.Contains(" does match", await OpenSslAsync("x509", "-in", _folder.MemberFile, "-noout", "-checkhost", "silo-1.example.org"));
        Assert.Contains(" does match", await OpenSslAsync("x509", "-in", _folder.MemberFile, "-noout", "-checkip", "10.0.0.7"));
        Assert.Contains(" does NOT match", await OpenSslAsync("x509", "-in", _folder.MemberFile, "-noout", "-checkhost", "another.example.org"));
    }

    [Theory]
    [InlineData("authority.pem")]
    [InlineData("authority.key")]
    [InlineData("member.pem")]
    public void Create_SomethingIsThere_IsRefusedAndChangesNothing(string file)
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(Path.Combine(_folder.Path, file), "mine");

        var e = Assert.Throws<ClusterFaultException>(() => _folder.Create(["a"], Now));

        Assert.Contains($"found {Path.Combine(_folder.Path, file)}", e.Message);
        Assert.Contains($"granary-silo certificates renew --certificates {_folder.Path}", e.Message);
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFiles(_folder.Path))));
    }

    [Fact]
    public void Renew_SameAuthority_KeepsNamesAndIsSeenByWhoHasReadTheOldOne()
    {
        _folder.Create(["a.example.org"], Now.AddDays(-80));
        var before = _folder.Current();

        _folder.Renew(null, Now);

        var after = _folder.Current();
        Assert.Equal(["a.example.org"], after.Names);
        Assert.InRange((after.Until - Now).TotalDays, 89.99, 90.01);
        Assert.NotEqual(before.Certificate.SerialNumber, after.Certificate.SerialNumber);
        Assert.Null(after.FindFault());
        Assert.Same(after, _folder.Current());
    }

    [Fact]
    public void Renew_AuthorityEndsBefore_EndsWithIt()
    {
        _folder.Create(["a"], Now.AddDays(-3600));

        _folder.Renew(null, Now);

        Assert.InRange((_folder.Current().Until - Now).TotalDays, 49.99, 50.01);
    }

    [Fact]
    public void Renew_OtherNames_TakesThem()
    {
        _folder.Create(["a"], Now);

        _folder.Renew(["b", "10.0.0.9"], Now);

        Assert.Equal(["b", "10.0.0.9"], _folder.Current().Names);
    }

    [Fact]
    public void Renew_KeyIsElsewhere_SaysWhere()
    {
        _folder.Create(["a"], Now);
        File.Delete(_folder.KeyFile);

        var e = Assert.Throws<ClusterFaultException>(() => _folder.Renew(null, Now));

        Assert.Equal($"found no {_folder.KeyFile}, which makes certificates: renew where it is kept, and copy member.pem here", e.Message);
    }

    [Theory]
    [InlineData(-100, "it expired on ")]
    [InlineData(2, "it is valid only from ")]
    public void Require_OfAnotherTime_SaysWhatToDo(int days, string expected)
    {
        _folder.Create(["a"], Now.AddDays(days));

        var e = Assert.Throws<ClusterFaultException>(() => _folder.Require());

        Assert.Contains(expected, e.Message);
        Assert.EndsWith($"granary-silo certificates renew --certificates {_folder.Path}", e.Message);
    }

    [Fact]
    public void Require_MemberOfAnotherAuthority_SaysSo()
    {
        var other = new CertificateFolder(Path.Combine(_root.Path, "other"));
        _folder.Create(["a"], Now);
        other.Create(["a"], Now);
        File.Copy(other.MemberFile, _folder.MemberFile, overwrite: true);

        Assert.Contains("it is of another authority", Assert.Throws<ClusterFaultException>(() => _folder.Require()).Message);
    }

    [Theory]
    [InlineData("member.pem", "")]
    [InlineData("member.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("authority.pem", "")]
    [InlineData("authority.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public void Current_FileIsDamaged_NamesItAndWhatItShouldBe(string file, string content)
    {
        _folder.Create(["a"], Now);
        File.WriteAllText(Path.Combine(_folder.Path, file), content);

        var e = Assert.Throws<ClusterFaultException>(() => _folder.Current());

        Assert.Contains(file, e.Message);
        Assert.Contains("PEM", e.Message);
    }

    [Fact]
    public void Current_KeyOfAnotherCertificate_IsRefused()
    {
        _folder.Create(["a"], Now);
        var first = File.ReadAllText(_folder.MemberFile);
        _folder.Renew(null, Now);
        var second = File.ReadAllText(_folder.MemberFile);
        var key = second.IndexOf("-----BEGIN PRIVATE", StringComparison.Ordinal);
        File.WriteAllText(_folder.MemberFile, first[..first.IndexOf("-----BEGIN PRIVATE", StringComparison.Ordinal)] + second[key..]);

        Assert.Contains("member.pem cannot be read", Assert.Throws<ClusterFaultException>(() => _folder.Current()).Message);
    }

    [Theory]
    [InlineData("silo-1", true)]
    [InlineData("silo-1.example.org", true)]
    [InlineData("*.granary.svc", true)]
    [InlineData("10.0.0.7", true)]
    [InlineData("fd00::7", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("https://a", false)]
    [InlineData("a:7400", false)]
    [InlineData("*", false)]
    public void IsName_AnyText_IsAHostNameOrAnAddress(string text, bool expected) => Assert.Equal(expected, CertificateNames.IsName(text));

    private static async Task<string> OpenSslAsync(params string[] arguments)
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = openssl.StandardError.ReadToEndAsync();
        return await openssl.StandardOutput.ReadToEndAsync() + await error;
    }
}
