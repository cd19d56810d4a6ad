using Granary.Silo.Tests.Deployment;

namespace Granary.Silo.Tests.Packages;

/// <summary>The packages of the libraries, made once for all tests, and projects of somebody who has nothing else.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private static readonly string[] Packed = ["ClientLibrary", "Grains"];

    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder of the packages.</summary>
    public string Folder => Path.Combine(_folder.Path, "feed");

    /// <summary>How this was built, and with it the packages.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string GlobalPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public async ValueTask InitializeAsync()
    {
        foreach (var project in Packed)
        {
            await DotnetAsync("pack", Path.Combine(Repository.Root, "src", project), "--no-build", "-c", Configuration, "-o", Folder);
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Builds a program that refers to packages.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sdk">Its SDK.</param>
    /// <param name="program">Its text.</param>
    /// <param name="packages">The packages, by their names.</param>
    /// <returns>The folder of the assembly.</returns>
    public async Task<string> BuildAsync(string name, string sdk, string program, params IEnumerable<string> packages)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "Program.cs"), program);
        WriteConfiguration(folder, Folder);

        // What others have made is where it was restored for this repository; nothing of ours may be left there for later.
        File.WriteAllText(
            Path.Combine(folder, name + ".csproj"),
            $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <InvariantGlobalization>true</InvariantGlobalization>
                <NuGetAudit>false</NuGetAudit>
                <RestorePackagesPath>{Path.Combine(_folder.Path, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{GlobalPackages}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(p => $"<PackageReference Include=\"{p}\" Version=\"{(p.StartsWith("Granary", StringComparison.Ordinal) ? "*" : "10.4.2")}\" />"))}
              </ItemGroup>
            </Project>
            """);
        await DotnetAsync("build", folder, "-o", Path.Combine(folder, "out"));
        return Path.Combine(folder, "out");
    }

    /// <summary>Has NuGet, in a folder, find packages in one place alone.</summary>
    /// <returns>The file that says so.</returns>
    public static string WriteConfiguration(string folder, string feed)
    {
        var file = Path.Combine(folder, "nuget.config");
        File.WriteAllText(file, $"<configuration><packageSources><clear /><add key=\"feed\" value=\"{feed}\" /></packageSources></configuration>");
        return file;
    }

    // Warnings are errors.
    private static async Task DotnetAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await Tool.RunAsync("dotnet", [.. arguments, "-nologo", "-warnaserror"]);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}: {output}{error}");
    }
}
