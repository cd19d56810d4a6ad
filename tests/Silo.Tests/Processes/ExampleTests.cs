using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Granary.Silo.Tests.Processes;

/// <summary>The examples do what they say, and are as short as they say.</summary>
public sealed partial class ExampleTests
{
    private const int MostLines = 30;

    private const string People = "age,town,member,size\n20,Bern,true,small\n30,Rome,false,small\n60,Bern,true,large\n70,Rome,false,large\n";

    [Theory]
    [InlineData("OwnSilo")]
    [InlineData("Service")]
    public void Program_IsShort(string example) =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "examples", example, "Program.cs")).Count(), 1, MostLines);

    [Fact]
    public async Task OwnSilo_TrainsAndPredicts()
    {
        using var folder = new TemporaryFolder();
        var ports = Ports.Free(2);

        var (exitCode, output, error) = await Program.Run("own-silo", "--port", $"{ports[0]}", "--gateway", $"{ports[1]}", "--data", folder.Path);

        Assert.True(exitCode == 0, error);
        var right = Answer().Match(output);
        Assert.True(right.Success, output);
        Assert.InRange(int.Parse(right.Groups[1].Value), 85, 100);
        Assert.True(File.Exists(Path.Combine(folder.Path, "models", "circle-1.safetensors")));
    }

    [Fact]
    public async Task Service_AnswersWithPredictions()
    {
        using var folder = new TemporaryFolder();
        var model = await TrainAsync(folder);
        var address = $"http://127.0.0.1:{Ports.Free()}";
        await using var service = Program.Start("granary-service", "--model", model, "--urls", address);
        using var client = new HttpClient();

        var answer = await AskAsync(client, address, new { age = 65, town = "Bern", member = true });
        var wrong = await AskAsync(client, address, new { age = "old" });

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("large", answer.Json.GetProperty("prediction").GetString());
        Assert.InRange(answer.Json.GetProperty("values").GetProperty("large").GetDouble(), 0.5, 1);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal("Found 'old' for 'age', expected a number.", wrong.Json.GetProperty("error").GetString());
    }

    private static async Task<string> TrainAsync(TemporaryFolder folder)
    {
        var model = Path.Combine(folder.Path, "people.safetensors");
        folder.Write("people.csv", "age,town,member,size\n" + string.Concat(Enumerable.Repeat(People[(People.IndexOf('\n') + 1)..], 20)));
        var job = folder.Write(
            "people.json",
            """
            {
              "name": "people", "data": { "train": "people.csv", "label": "size" },
              "network": { "hidden": [4], "activations": ["relu", "softmax"] },
              "loss": "crossEntropy", "optimizer": { "name": "adam", "learningRate": 0.05 }, "batchSize": 8, "epochs": 20
            }
            """);
        var (exitCode, _, error) = await Program.Run("granary", "run", job, "--out", model);
        Assert.True(exitCode == 0, error);
        return model;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(HttpClient client, string address, object row)
    {
        using var response = await Eventually.Becomes(
            () => PostAsync(client, address, row), "an answer", r => r is not null, _ => "none");
        return (response!.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    // Null until the service listens.
    private static async Task<HttpResponseMessage?> PostAsync(HttpClient client, string address, object row)
    {
        try
        {
            return await client.PostAsJsonAsync($"{address}/predict", row);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(\d+) % of the test points are right\. Is \(0\.1, 0\.2\) inside\? yes\s*$")]
    private static partial Regex Answer();
}
