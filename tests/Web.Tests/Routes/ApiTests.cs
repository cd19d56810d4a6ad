using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Granary.Web.Tests.Hosting;

namespace Granary.Web.Tests.Routes;

public sealed class ApiTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>, IDisposable
{
    private readonly HttpClient _program = cluster.Program();

    public void Dispose() => _program.Dispose();

    [Fact]
    public async Task Job_FromUploadToModel_GoesThroughEveryRoute()
    {
        var data = await ClusterFixture.UploadDigitsAsync(_program, "whole.csv");
        var id = await ClusterFixture.SubmitAsync(_program, data, "whole", epochs: 2);
        await StateBecomes(id, "completed");

        var job = await Get($"/api/v1/jobs/{id}");
        Assert.StartsWith("sha256:", job.GetProperty("weightsHash").GetString());
        Assert.NotEmpty(job.GetProperty("history").EnumerateArray());
        Assert.Equal(100, job.GetProperty("confusion").GetArrayLength());
        var rows = (await Get($"/api/v1/jobs/{id}/history")).EnumerateArray().ToArray();
        Assert.Equal(job.GetProperty("steps").GetInt64(), rows[^1].GetProperty("step").GetInt64());
        Assert.Equal(job.GetProperty("testLoss").GetDouble(), rows[^1].GetProperty("testLoss").GetDouble());
        Assert.All(rows, r => Assert.True(r.TryGetProperty("trainLoss", out _) || r.TryGetProperty("testLoss", out _)));
        Assert.Contains((await Get("/api/v1/jobs")).EnumerateArray(), j => j.GetProperty("job").GetString() == id);
        Assert.Contains((await Get("/api/v1/models")).EnumerateArray(), j => j.GetProperty("job").GetString() == id);

        var file = await _program.GetByteArrayAsync($"/api/v1/models/{id}");
        Assert.Equal(job.GetProperty("modelSha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(file)));
        Assert.Equal((byte)'P', (await _program.GetByteArrayAsync($"/api/v1/models/{id}?format=npz"))[0]);
        using var onnx = await _program.GetAsync($"/api/v1/models/{id}?format=onnx");
        Assert.Equal(0x08, (await onnx.Content.ReadAsByteArrayAsync())[0]);
        Assert.Equal($"{id}.onnx", onnx.Content.Headers.ContentDisposition?.FileNameStar);

        Assert.Equal(HttpStatusCode.OK, (await _program.DeleteAsync($"/api/v1/models/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _program.GetAsync($"/api/v1/models/{id}")).StatusCode);
    }

    [Fact]
    public async Task Job_PausedResumedAndCancelled_IsInThoseStates()
    {
        var data = await ClusterFixture.UploadDigitsAsync(_program, "long.csv");
        var id = await ClusterFixture.SubmitAsync(_program, data, "long", epochs: 100_000);
        await StateBecomes(id, "running");

        Assert.Equal("paused", (await Post($"/api/v1/jobs/{id}/pause", HttpStatusCode.OK)).GetProperty("state").GetString());
        Assert.NotEqual("paused", (await Post($"/api/v1/jobs/{id}/resume", HttpStatusCode.OK)).GetProperty("state").GetString());
        var needed = await Send(HttpMethod.Delete, $"/api/v1/data-sets/{data}", HttpStatusCode.Conflict);
        Assert.StartsWith($"{data} is needed by the job {id}", needed.GetProperty("detail").GetString());
        Assert.Equal("cancelled", (await Post($"/api/v1/jobs/{id}/cancel", HttpStatusCode.OK)).GetProperty("state").GetString());
        var refused = await Post($"/api/v1/jobs/{id}/pause", HttpStatusCode.Conflict);
        Assert.NotEqual("", refused.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Upload_InPieces_GoesOnWhereItStopped()
    {
        var bytes = RandomNumberGenerator.GetBytes((2 << 20) + 5);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var path = $"/api/v1/uploads/{hash}?name=pieces.bin&bytes={bytes.Length}";

        var first = await Put(path, bytes[..1_500_000], HttpStatusCode.OK);
        Assert.False(first.GetProperty("isWhole").GetBoolean());
        Assert.Equal(1_500_000, (await Get(path)).GetProperty("bytes").GetInt64());
        var gap = await Put(path + "&offset=2000000", bytes[2_000_000..], HttpStatusCode.Conflict);
        Assert.Equal("send from the offset 1500000 on", gap.GetProperty("hint").GetString());
        var last = await Put(path + "&offset=1500000", bytes[1_500_000..], HttpStatusCode.OK);

        Assert.True(last.GetProperty("isWhole").GetBoolean());
        var set = await Get($"/api/v1/data-sets");
        Assert.Contains(set.EnumerateArray(), s => s.GetProperty("sha256").GetString() == hash);
        Assert.Equal(hash, (await Send(HttpMethod.Delete, $"/api/v1/data-sets/{hash}", HttpStatusCode.OK)).GetProperty("removed").GetString());
    }

    [Fact]
    public async Task Upload_OtherContentThanAnnounced_IsRefused()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("right"u8));

        var problem = await Put($"/api/v1/uploads/{hash}?name=wrong.csv&bytes=5", "wrong"u8.ToArray(), HttpStatusCode.Conflict);

        Assert.StartsWith("wrong.csv was not uploaded", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("abc?name=a.csv&bytes=1", "expected a SHA-256")]
    [InlineData("HASH?name=../a.csv&bytes=1", "expected a file's name")]
    [InlineData("HASH?name=a.csv&bytes=0", "expected 1 or more")]
    [InlineData("HASH?name=a.csv&bytes=5&offset=6", "expected 0 to 5")]
    public async Task Upload_WrongAnnouncement_SaysWhatIsExpected(string path, string expected)
    {
        var problem = await Put($"/api/v1/uploads/{path.Replace("HASH", new string('a', 64), StringComparison.Ordinal)}", [1], HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Upload_MoreThanAnnounced_IsRefused()
    {
        var path = $"/api/v1/uploads/{new string('b', 64)}?name=a.csv&bytes=2";

        using var response = await _program.PutAsync(path, new ByteArrayContent(new byte[3]));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Submit_JobWithFaults_ListsThemWithTheirPlaces()
    {
        var problem = await Send(HttpMethod.Post, "/api/v1/jobs", HttpStatusCode.BadRequest, "{ \"name\": \"x y\",\n \"batchsize\": 0 }");

        var faults = problem.GetProperty("faults").EnumerateArray().ToArray();
        Assert.StartsWith("job.json: ", problem.GetProperty("detail").GetString());
        Assert.Contains(faults, f => f.GetProperty("key").GetString() == "batchsize" && f.GetProperty("line").GetInt32() == 2);
    }

    [Fact]
    public async Task Submit_UnknownDataSet_NamesIt()
    {
        const string Job = """
            { "name": "x", "data": { "train": "nowhere.csv", "label": "a" }, "network": { "hidden": [4], "activations": ["relu", "softmax"] },
              "loss": "crossEntropy", "optimizer": { "name": "sgd", "learningRate": 0.5 }, "batchSize": 16, "epochs": 1 }
            """;

        var problem = await Send(HttpMethod.Post, "/api/v1/jobs", HttpStatusCode.BadRequest, Job);

        Assert.Contains("found no data set 'nowhere.csv'", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Submit_LongBody_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs") { Content = new ByteArrayContent(new byte[(4 << 20) + 1]) };

        // The answer comes before the body is sent, so the connection is not cut while it is under way.
        request.Headers.ExpectContinue = true;
        using var response = await _program.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/api/v1/jobs/nope", HttpStatusCode.NotFound, "found no job 'nope'")]
    [InlineData("POST", "/api/v1/jobs/nope/pause", HttpStatusCode.NotFound, "found no job 'nope'")]
    [InlineData("GET", "/api/v1/models/nope?format=pdf", HttpStatusCode.BadRequest, "found the format 'pdf', expected safetensors, npz, onnx")]
    [InlineData("DELETE", "/api/v1/models/nope", HttpStatusCode.NotFound, "found no job 'nope'")]
    [InlineData("GET", "/api/v1/data-sets/nope", HttpStatusCode.NotFound, "found no data set 'nope'")]
    [InlineData("GET", "/api/v1/nope", HttpStatusCode.NotFound, "found no '/api/v1/nope'")]
    [InlineData("PATCH", "/api/v1/jobs", HttpStatusCode.MethodNotAllowed, "found PATCH /api/v1/jobs")]
    [InlineData("GET", "/api/v1/jobs/nope/events?after=x", HttpStatusCode.BadRequest, "found a parameter or a body that GET /api/v1/jobs/nope/events does not take")]
    public async Task Request_Wrong_IsAnsweredWithAProblem(string method, string path, HttpStatusCode status, string detail)
    {
        using var response = await _program.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await ClusterFixture.JsonOf(response);
        Assert.Contains(detail, problem.GetProperty("detail").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
    }

    [Theory]
    [InlineData("{\"from\":1,\"epochs\":2}", "exclude each other")]
    [InlineData("{\"epochs\":0}", "found 0 epochs, expected 1 or more")]
    [InlineData("{\"epochs\":\"x\"}", "")]
    public async Task Resume_WrongBody_SaysWhatIsExpected(string body, string expected)
    {
        using var response = await _program.PostAsync("/api/v1/jobs/nope/resume", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(expected, (await ClusterFixture.JsonOf(response)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task SilosAndHealth_OneSilo_SayThatItIsWell()
    {
        var silo = Assert.Single((await Get("/api/v1/silos")).EnumerateArray());
        Assert.Equal("active", silo.GetProperty("state").GetString());

        Assert.Equal("ok", (await Get("/api/v1/health")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task OpenApi_Document_HasEveryRouteOfTheApi()
    {
        var paths = (await Get("/api/v1/openapi.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name).ToHashSet();

        var routes = cluster.Routes.Select(r => r.RoutePattern.RawText!).Where(r => r.StartsWith("/api/", StringComparison.Ordinal) && !r.EndsWith("openapi.json", StringComparison.Ordinal));
        Assert.All(routes, r => Assert.Contains(r.TrimEnd('/'), paths));
    }

    [Fact]
    public async Task Pages_AskedForAgain_AreNotSentAgain()
    {
        using var first = await _program.GetAsync("/app.js");
        Assert.Equal("text/javascript", first.Content.Headers.ContentType?.MediaType);
        Assert.False(first.Headers.ETag!.IsWeak);

        using var request = new HttpRequestMessage(HttpMethod.Get, "/app.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag);
        using var second = await _program.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Pages_Html_HasNothingInline()
    {
        var html = await _program.GetStringAsync("/");

        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]*src=)", html);
        Assert.DoesNotContain("http", html, StringComparison.Ordinal);
    }

    private Task<JsonElement> Get(string path) => ClusterFixture.GetAsync(_program, path);

    private Task<JsonElement> Post(string path, HttpStatusCode expected) => Send(HttpMethod.Post, path, expected);

    private async Task<JsonElement> Put(string path, byte[] body, HttpStatusCode expected)
    {
        using var response = await _program.PutAsync(path, new ByteArrayContent(body));
        Assert.Equal(expected, response.StatusCode);
        return await ClusterFixture.JsonOf(response);
    }

    private async Task<JsonElement> Send(HttpMethod method, string path, HttpStatusCode expected, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body) };
        using var response = await _program.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        return await ClusterFixture.JsonOf(response);
    }

    private Task StateBecomes(string id, string state) => Eventually.Becomes(
        async () => (await Get($"/api/v1/jobs/{id}")).GetProperty("state").GetString(), state, s => s == state);
}
