using System.Text.Json.Nodes;
using Granary.Client.JobFiles;
using Granary.Grains.Interfaces.Jobs;

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

    [Fact]
    public void Schema_Names_AreThoseOfTheReader()
    {
        Assert.Equal(JobFileNames.All<ActivationName>(), Names("network.activations", "items"));
        Assert.Equal(JobFileNames.All<InitializerName>(), Names("network.initializer"));
        Assert.Equal(JobFileNames.All<LossName>(), Names("loss"));
        Assert.Equal(JobFileNames.All<OptimizerName>(), Names("optimizer.name"));
        Assert.Equal(JobFileNames.All<WireName>(), Names("wire"));
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
        var optimizer = new OptimizerSpec { Name = OptimizerName.Adam, LearningRate = 1 };
        Assert.Equal(optimizer.Momentum, Default("optimizer.momentum").GetValue<float>());
        Assert.Equal(optimizer.Beta1, Default("optimizer.beta1").GetValue<float>());
        Assert.Equal(optimizer.Beta2, Default("optimizer.beta2").GetValue<float>());
        Assert.Equal(optimizer.Epsilon, Default("optimizer.epsilon").GetValue<float>());
        Assert.Equal(optimizer.WeightDecay, Default("optimizer.weightDecay").GetValue<float>());
        Assert.Equal(new CheckpointSpec().Keep, Default("checkpoint.keep").GetValue<int>());
        Assert.Contains($" {CheckpointSpec.DefaultSeconds} where neither", Property("checkpoint.everySeconds")["description"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("float32", Default("wire").GetValue<string>());
        Assert.Equal((1, 8, 1), (Default("seed").GetValue<int>(), Default("shards").GetValue<int>(), Default("workersPerSilo").GetValue<int>()));
    }

    [Fact]
    public void Schema_EveryObject_RefusesOtherKeys() =>
        Assert.All(Objects(_schema), o => Assert.False(o["additionalProperties"]!.GetValue<bool>()));

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
            keys[path] = [.. properties.Select(p => p.Key)];
            foreach (var (key, value) in properties)
            {
                AddKeys(path.Length == 0 ? key : $"{path}.{key}", value!.AsObject(), keys);
            }
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

    private IEnumerable<string> Names(string path, string? inner = null)
    {
        var node = inner is null ? Property(path) : Property(path)[inner]!;
        return node["enum"]!.AsArray().Select(n => n!.GetValue<string>());
    }

    private JsonNode Default(string path) => Property(path)["default"]!;
}
