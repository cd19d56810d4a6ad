using System.IO.Compression;
using Granary.Silo.Tests.Processes;

namespace Granary.Silo.Tests.Packages;

/// <summary>What somebody gets who has the packages alone.</summary>
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    [Theory]
    [InlineData("Granary.Client")]
    [InlineData("Granary.Models")]
    [InlineData("Granary.Silo")]
    public void Package_HasReadmeLicenceDocumentationAndSymbols(string id)
    {
        var package = Assert.Single(Directory.GetFiles(feed.Folder, $"{id}.?.?.?.nupkg"));
        using var content = ZipFile.OpenRead(package);
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(package, "snupkg"));
        var names = content.Entries.Select(e => e.FullName).ToArray();

        using var readme = new StreamReader(content.GetEntry("README.md")!.Open());
        Assert.Equal($"# {id}", readme.ReadLine());
        Assert.Contains("LICENSE", names);
        Assert.Contains(names, n => n.EndsWith(".xml", StringComparison.Ordinal) && n.StartsWith("lib/net10.0/", StringComparison.Ordinal));
        Assert.Contains(symbols.Entries, e => e.FullName.EndsWith(".pdb", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Client_ProgramOfTheTutorial_TrainsAndPredicts()
    {
        using var data = new TemporaryFolder();
        var program = await feed.BuildAsync("tutorial", "Microsoft.NET.Sdk", TutorialProgram(), "Granary.Client");
        await using var silo = await SiloProcess.StartAsync(data);

        var (exitCode, output, error) = await Processes.Program.RunAssembly(
            Path.Combine(program, "tutorial.dll"), new Dictionary<string, string> { ["GRANARY_DATA_DIR"] = data.Path });

        Assert.True(exitCode == 0, error);
        Assert.StartsWith("circle-1 trains.", output, StringComparison.Ordinal);
        Assert.EndsWith("Is (0.1, 0.2) inside? yes", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_ProgramOfTheExample_TrainsAndPredicts()
    {
        using var data = new TemporaryFolder();
        var example = Path.Combine(Repository.Root, "examples", "OwnSilo");
        var program = await feed.BuildAsync(
            "own", "Microsoft.NET.Sdk.Worker", File.ReadAllText(Path.Combine(example, "Program.cs")), "Granary.Client", "Granary.Silo", "Microsoft.Orleans.Server");
        File.Copy(Path.Combine(example, "circle.json"), Path.Combine(program, "circle.json"));
        var ports = Ports.Free(2);

        var (exitCode, output, error) = await Processes.Program.RunAssembly(
            Path.Combine(program, "own.dll"), new Dictionary<string, string> { ["port"] = $"{ports[0]}", ["gateway"] = $"{ports[1]}", ["data"] = data.Path });

        Assert.True(exitCode == 0, error);
        Assert.EndsWith("Is (0.1, 0.2) inside? yes", output.TrimEnd(), StringComparison.Ordinal);
    }

    // The first program of the document.
    private static string TutorialProgram()
    {
        const string start = "```csharp\n";
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "csharp.md"));
        var first = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[first..text.IndexOf("```", first, StringComparison.Ordinal)];
    }
}
