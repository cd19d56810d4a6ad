using System.Runtime.InteropServices;
using System.Text.Json;
using Granary.Silo.Tests.Deployment;

namespace Granary.Silo.Tests.Packages;

/// <summary>The programs as .NET tools.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Granary_InstalledFromItsPackage_Trains()
    {
        var granary = await InstallAsync("Client", "granary");
        var job = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

        var version = await RunAsync(granary, "--version");
        var run = await RunAsync(granary, "run", job, "--set", "epochs=2", "--json");

        Assert.StartsWith("0.1.0", version, StringComparison.Ordinal);
        var last = JsonDocument.Parse(run.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal("completed", last.GetProperty("state").GetString());
    }

    [Fact]
    public async Task GranarySilo_InstalledFromItsPackage_Starts() =>
        Assert.StartsWith("0.1.0", await RunAsync(await InstallAsync("Silo", "granary-silo"), "--version"), StringComparison.Ordinal);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output, error) = await Tool.RunAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{error}");
        return output;
    }

    // Of what was built for this machine. A release packs it for each platform, and what names them besides, which would build all anew.
    private async Task<string> InstallAsync(string project, string tool)
    {
        var (feed, tools) = (Path.Combine(_folder.Path, "feed"), Path.Combine(_folder.Path, "tools"));
        string[] platform = PackageFeed.Configuration == "Release" ? ["-r", RuntimeInformation.RuntimeIdentifier] : [];
        await RunAsync(
            "dotnet",
            [
                "pack", Path.Combine(Repository.Root, "src", project), "--no-build", "-c", PackageFeed.Configuration, "-o", feed, .. platform,
                "-p:CreateRidSpecificToolPackages=false", "-p:AppendRuntimeIdentifierToOutputPath=false",
            ]);
        await RunAsync("dotnet", "tool", "install", tool, "--tool-path", tools, "--configfile", PackageFeed.WriteConfiguration(_folder.Path, feed));
        return Path.Combine(tools, tool);
    }
}
