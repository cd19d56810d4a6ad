using System.Globalization;

namespace Granary.Silo.Tests.Deployment;

/// <summary>The unit, as systemd itself judges it.</summary>
public sealed class SystemdTests : IDisposable
{
    private const string Unit = "granary-silo.service";
    private const double MostExposure = 2.0;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Unit_Verified_HasNoFault()
    {
        Tool.Require("systemd-analyze");

        // The program is looked for where it is installed; here it is where it was built.
        var text = await File.ReadAllTextAsync(Path.Combine(Tool.Deploy, "systemd", Unit));
        var program = Path.Combine(AppContext.BaseDirectory, "granary-silo");
        var unit = Path.Combine(_folder.Path, Unit);
        await File.WriteAllTextAsync(unit, text.Replace("/usr/lib/granary/granary-silo", program, StringComparison.Ordinal));

        var (exitCode, output, error) = await Tool.RunAsync("systemd-analyze", ["verify", "--man=no", unit]);

        Assert.Equal((0, "", ""), (exitCode, output, error));
    }

    [Fact]
    public async Task Unit_Exposure_IsSmall()
    {
        Tool.Require("systemd-analyze");

        var (_, output, error) = await Tool.RunAsync(
            "systemd-analyze", ["security", "--offline=true", "--no-pager", Path.Combine(Tool.Deploy, "systemd", Unit)]);

        var verdict = Assert.Single(output.Split('\n'), l => l.Contains("Overall exposure level", StringComparison.Ordinal));
        var exposure = double.Parse(verdict.Split(": ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.True(exposure <= MostExposure, $"expected an exposure of {MostExposure} at most, found {exposure}: {output}{error}");
    }
}
