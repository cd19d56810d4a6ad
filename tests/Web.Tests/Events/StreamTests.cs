using System.Text.Json;
using Granary.Web.Tests.Hosting;

namespace Granary.Web.Tests.Events;

public sealed class StreamTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task Stream_ConnectedAgain_GoesOnAfterTheLastEvent()
    {
        using var program = cluster.Program();
        var data = await ClusterFixture.UploadDigitsAsync(program, "stream.csv");
        var id = await ClusterFixture.SubmitAsync(program, data, "stream", epochs: 3);
        await Eventually.Becomes(
            async () => (await ClusterFixture.GetAsync(program, $"/api/v1/jobs/{id}")).GetProperty("state").GetString(), "completed", s => s == "completed");
        var all = (await ClusterFixture.GetAsync(program, $"/api/v1/jobs/{id}/events")).EnumerateArray().Select(Number).ToArray();
        Assert.InRange(all.Length, 2, int.MaxValue);

        var (first, lastId) = await FirstEventsAsync(program, id, null);
        Assert.Equal(all, first);
        Assert.Equal($"{id}:{all[^1]}", lastId);

        var (second, _) = await FirstEventsAsync(program, id, $"{id}:{all[0]}");
        Assert.Equal(all[1..], second);
    }

    [Fact]
    public async Task Stream_Begun_TellsJobsAndSilosAndItsType()
    {
        using var program = cluster.Program();
        using var response = await program.GetAsync("/api/v1/stream", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var names = new HashSet<string>();
        await foreach (var (name, _, _) in ReadAsync(response))
        {
            names.Add(name);
            if (names.Contains("jobs") && names.Contains("silos"))
            {
                return;
            }
        }

        Assert.Fail($"The stream ended after {string.Join(", ", names)}.");
    }

    private static long Number(JsonElement e) => e.GetProperty("number").GetInt64();

    private static async Task<(long[] Numbers, string? Id)> FirstEventsAsync(HttpClient program, string job, string? lastId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/stream?job={job}");
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        using var response = await program.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await foreach (var (name, id, data) in ReadAsync(response))
        {
            if (name == "events")
            {
                var events = JsonSerializer.Deserialize<JsonElement>(data);
                Assert.Equal(job, events.GetProperty("job").GetString());
                return ([.. events.GetProperty("events").EnumerateArray().Select(Number)], id);
            }
        }

        throw new InvalidOperationException("The stream ended without events.");
    }

    private static async IAsyncEnumerable<(string Name, string? Id, string Data)> ReadAsync(HttpResponseMessage response)
    {
        using var deadline = new CancellationTokenSource(Eventually.Deadline);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var (name, id) = ("", (string?)null);
        while (await reader.ReadLineAsync(deadline.Token) is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["event", var text]:
                    (name, id) = (text, null);
                    break;
                case ["id", var text]:
                    id = text;
                    break;
                case ["data", var text]:
                    yield return (name, id, text);
                    break;
            }
        }
    }
}
