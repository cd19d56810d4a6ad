using System.Text.Json;

namespace Granary.Data.Tests.Features;

/// <summary>A feature of <c>features.json</c>; README.md says what its parts mean.</summary>
public sealed record ReferenceFeature(string Name, double[] Train, double[] Test)
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public static ReferenceFeature[] ReadAll()
    {
        using var file = File.OpenRead(PathOf("features.json"));
        return JsonSerializer.Deserialize<ReferenceFeature[]>(file, CamelCase)!;
    }

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Features", file);
}
