using System.Text.Json.Nodes;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.JobFiles;

namespace Granary.Client.Tests.Examples;

public sealed class SchemaTests
{
    private readonly JsonObject _schema = JsonNode.Parse(File.ReadAllText("examples/granary-job.schema.json"))!.AsObject();

    [Fact]
    public void Schema_Keys_AreThoseOfTheReader()
    {
        var keys = new Dictionary<string, string[]>();
        AddKeys("", _schema, keys);

        Assert.Equal(JobKeys.ByObject.Keys.Order(), keys.Keys.Order());
        Assert.All(keys, k => Assert.Equal(JobKeys.ByObject[k.Key].Order(), k.Value.Order()));
    }

    /// <summary>With GRANARY_WRITE_SCHEMA=1 the test writes the schema anew instead of failing.</summary>
    [Fact]
    public void Schema_NamesAndSettings_AreThoseThatAreRegistered()
    {
        var file = Path.Combine(Repository.Root, "examples", "granary-job.schema.json");
        var found = File.ReadAllText(file);
        var expected = SchemaText.Derive(found);
        if (Environment.GetEnvironmentVariable("GRANARY_WRITE_SCHEMA") == "1")
        {
            File.WriteAllText(file, expected);
            return;
        }

        Assert.True(
            expected == found,
            "examples/granary-job.schema.json lacks a name or a setting that is registered. Write it anew:\n"
            + "  GRANARY_WRITE_SCHEMA=1 dotnet test tests/Client.Tests --filter SchemaTests");
    }

    [Fact]
    public void Schema_Wire_HasTheNamesOfTheReader() => Assert.Equal(JobFileNames.All<WireName>(), Names("wire"));

    [Fact]
    public void Schema_MarksOfCsv_AreThoseThatAreRead()
    {
        Assert.Equal(CsvSpec.Separators, Names("data.separator"));
        Assert.Equal(CsvSpec.DecimalMarks, Names("data.decimal"));
        Assert.Equal(CsvSpec.ThousandsMarks, Names("data.thousands"));
        Assert.Equal(JobFileNames.All<EncodingName>(), Names("data.encoding"));
    }

    [Fact]
    public void Schema_Columns_HaveTheNamesOfTheReader()
    {
        var column = _schema["definitions"]!["column"]!["properties"]!;
        Assert.Equal(JobFileNames.All<ColumnTypeName>(), NamesOf(column["type"]!));
        Assert.Equal(JobFileNames.All<ColumnTypeName>(), NamesOf(Property("data.columns")["additionalProperties"]!["anyOf"]![0]!));
        Assert.Equal(JobFileNames.All<MissingName>(), NamesOf(column["missing"]!));
        Assert.Equal(JobFileNames.All<HeldOutName>(), NamesOf(_schema["definitions"]!["heldOut"]!["properties"]!["by"]!));
    }

    [Fact]
    public void Schema_Scale_HasTheNamesOfTheReader()
    {
        var names = Property("data.scale")["anyOf"]!.AsArray().Select(c => c!["enum"]).OfType<JsonArray>().Single();

        // A factor is written as a number, not by its name.
        Assert.Equal(
            JobFileNames.All<ScalingName>().Where(n => n != JobFileNames.Of(ScalingName.Factor)).Order(),
            names.Select(n => n!.GetValue<string>()).Order());
    }

    [Fact]
    public void Schema_Defaults_AreThoseOfTheReader()
    {
        Assert.Equal(new CheckpointSpec().Keep, Default("checkpoint.keep").GetValue<int>());
        Assert.Contains($" {CheckpointSpec.DefaultSeconds} where neither", Property("checkpoint.everySeconds")["description"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("float32", Default("wire").GetValue<string>());
        Assert.Equal((1, 8, 1), (Default("seed").GetValue<int>(), Default("shards").GetValue<int>(), Default("workersPerSilo").GetValue<int>()));
    }

    [Fact]
    public void Schema_EveryObject_RefusesOtherKeys() =>
        Assert.All(
            Objects(_schema).Where(o => o["additionalProperties"] is not JsonObject), o => Assert.False(o["additionalProperties"]!.GetValue<bool>()));

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Objects(p.Value)).Concat(o["type"]?.ToString() == "object" ? [o] : []),
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };

    private void AddKeys(string path, JsonObject schema, Dictionary<string, string[]> keys)
    {
        if (schema["properties"] is JsonObject properties)
        {
            keys[path] = [.. keys.GetValueOrDefault(path, []).Union(properties.Select(p => p.Key))];
            foreach (var (key, value) in properties)
            {
                AddKeys(path.Length == 0 ? key : $"{path}.{key}", value!.AsObject(), keys);
            }
        }

        if (schema["additionalProperties"] is JsonObject anyName)
        {
            AddKeys($"{path}.*", anyName, keys);
        }

        foreach (var choice in schema["anyOf"] as JsonArray ?? [])
        {
            var target = choice!["$ref"]?.ToString() is { } reference
                ? _schema["definitions"]![reference.Split('/')[^1]]!
                : choice;
            AddKeys(path, target.AsObject(), keys);
        }
    }

    private JsonNode Property(string path) =>
        path.Split('.').Aggregate((JsonNode)_schema, (node, key) => node["properties"]![key]!);

    private IEnumerable<string> Names(string path) => NamesOf(Property(path));

    private static IEnumerable<string> NamesOf(JsonNode property) => property["enum"]!.AsArray().Select(n => n!.GetValue<string>());

    private JsonNode Default(string path) => Property(path)["default"]!;
}
