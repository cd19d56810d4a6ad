using System.Reflection;
using System.Xml.Linq;

namespace Granary.Silo.Tests.Architecture;

/// <summary>Who may use whom: the projects say so, and what was compiled keeps to it.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("Formulas")]
    [InlineData("Grains.Interfaces", "Formulas", "Microsoft.Orleans.Sdk")]
    [InlineData("Numerics", "Formulas", "MathNet.Numerics")]
    [InlineData("Data", "CsvHelper", "Numerics", "ParquetSharp", "Sep", "System.IO.Hashing")]
    [InlineData("Files")]
    [InlineData("Models", "Data", "Files", "Google.Protobuf", "Grpc.Tools", "Numerics")]
    [InlineData("Grains", "Data", "Files", "Grains.Interfaces", "Microsoft.Orleans.Server", "Models", "Numerics")]
    [InlineData(
        "Clustering",
        "Files",
        "Grains.Interfaces",
        "Microsoft.Orleans.Client",
        "Microsoft.Orleans.Clustering.AdoNet",
        "Microsoft.Orleans.Clustering.Redis",
        "Microsoft.Orleans.Persistence.AdoNet",
        "Microsoft.Orleans.Persistence.Redis",
        "Microsoft.Orleans.Server",
        "Npgsql",
        "StackExchange.Redis")]
    [InlineData("Requests", "Files", "Grains.Interfaces", "Models")]
    [InlineData("ClientLibrary", "Clustering", "Files", "Grains.Interfaces", "Microsoft.Orleans.Client", "Models", "Requests")]
    [InlineData("Web", "Files", "Grains.Interfaces", "Microsoft.AspNetCore.OpenApi", "Models", "OpenTelemetry.Exporter.Prometheus.AspNetCore", "Requests")]
    [InlineData(
        "Silo",
        "Clustering",
        "Grains",
        "Microsoft.Extensions.Hosting.Systemd",
        "Microsoft.Orleans.Server",
        "OpenTelemetry.Exporter.OpenTelemetryProtocol",
        "OpenTelemetry.Extensions.Hosting",
        "Requests",
        "System.CommandLine",
        "Web")]
    [InlineData("Client", "ClientLibrary", "Clustering", "Data", "Grains.Interfaces", "Microsoft.Orleans.Client", "Models", "Requests", "Silo", "Spectre.Console", "System.CommandLine")]
    public void Project_References_AreThese(string project, params string[] expected) =>
        Assert.Equal(expected, ProjectReferences(project).Order(StringComparer.Ordinal));

    [Fact]
    public void Projects_All_AreChecked() => Assert.Equal(
        ["Client", "ClientLibrary", "Clustering", "Data", "Files", "Formulas", "Grains", "Grains.Interfaces", "Models", "Numerics", "Requests", "Silo", "Web"],
        Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Granary.Grains.Interfaces", "Orleans.Serialization", "MathNet", "CsvHelper", "Granary", "System.CommandLine")]
    [InlineData("Granary.Formulas", "System.Runtime", "MathNet", "CsvHelper", "Orleans", "Microsoft.Extensions", "Granary", "System.CommandLine")]
    [InlineData("Granary.Numerics", "MathNet.Numerics", "CsvHelper", "Orleans", "Microsoft.Extensions", "Granary", "System.CommandLine")]
    [InlineData("Granary.Data", "Granary.Numerics", "Orleans", "Microsoft.Extensions", "Granary.Grains", "System.CommandLine")]
    [InlineData("Granary.Models", "Granary.Data", "MathNet", "CsvHelper", "Orleans", "Microsoft.Extensions", "Granary.Grains", "System.CommandLine")]
    [InlineData("Granary.Grains", "Granary.Numerics", "MathNet", "CsvHelper", "System.CommandLine", "granary")]
    [InlineData("Granary.Clustering", "Orleans.Runtime", "Granary.Grains", "Granary.Numerics", "Granary.Data", "MathNet", "CsvHelper", "System.CommandLine", "granary")]
    [InlineData("Granary.Requests", "Granary.Models", "Granary.Grains", "Granary.Numerics", "Granary.Data", "Granary.Clustering", "MathNet", "CsvHelper", "Microsoft.AspNetCore", "System.CommandLine")]
    [InlineData("Granary.Client", "Granary.Clustering", "Granary.Grains", "Granary.Numerics", "Granary.Data", "Granary.Web", "MathNet", "CsvHelper", "Microsoft.AspNetCore", "System.CommandLine", "granary")]
    [InlineData("Granary.Web", "Granary.Requests", "Granary.Grains", "Granary.Numerics", "Granary.Clustering", "MathNet", "CsvHelper", "System.CommandLine", "granary")]
    [InlineData("granary-silo", "Granary.Grains", "Granary.Numerics", "Granary.Data", "MathNet", "CsvHelper")]
    [InlineData("granary", "Granary.Data", "Granary.Numerics", "Granary.Grains", "MathNet", "CsvHelper")]
    public void Assembly_References_HoldNothingForbidden(string assembly, string needed, params string[] forbidden)
    {
        var references = Assembly.Load(assembly).GetReferencedAssemblies().Select(a => a.Name!).ToArray();

        Assert.Contains(needed, references);
        foreach (var name in references.Except([needed, "Granary.Formulas", "Granary.Grains.Interfaces"]))
        {
            Assert.DoesNotContain(forbidden, f => name == f || name.StartsWith(f + ".", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> ProjectReferences(string project)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"));
        var packages = file.Descendants("PackageReference").Select(r => r.Attribute("Include")!.Value);
        var projects = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value));
        return packages.Concat(projects);
    }
}
