using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Granary.Models;
using Granary.Models.Predictions;
using Granary.Web.Tests.Hosting;

namespace Granary.Web.Tests.Predictions;

/// <summary>Predictions over HTTP against those of the downloaded model.</summary>
public sealed class PredictionTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>, IDisposable
{
    private const int Rows = 20;

    private readonly HttpClient _program = cluster.Program();
    private readonly TemporaryFolder _folder = new();

    private static string[] Header => File.ReadLines(Digits).First().Split(',');

    private static string Digits => Path.Combine(AppContext.BaseDirectory, "digits.csv");

    private static string[][] Records => [.. File.ReadLines(Digits).Skip(1).Take(Rows).Select(line => line.Split(','))];

    private static string[] Features => [.. Header.Where(c => c != "digit")];

    public void Dispose()
    {
        _program.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Infer_RowsByColumn_AnswersAsTheModelDoes()
    {
        var (id, model) = await TrainAsync("infer", epochs: 2);
        var expected = Expected(model);

        var answer = await PostAsync("/v2/models/infer/infer", Request("\"id\": \"mine\", "));

        Assert.Equal(("infer", "1", "mine"), (Text(answer, "model_name"), Text(answer, "model_version"), Text(answer, "id")));
        Assert.Equal((id, model.WeightsHash), (Text(answer.GetProperty("parameters"), "job"), Text(answer.GetProperty("parameters"), "weights_hash")));
        var outputs = answer.GetProperty("outputs");
        Assert.Equal(
            [("prediction", "BYTES", $"[{Rows}]"), ("probabilities", "FP32", $"[{Rows},10]")],
            outputs.EnumerateArray().Select(o => (Text(o, "name")!, Text(o, "datatype")!, o.GetProperty("shape").GetRawText())));
        Assert.Equal(expected.Select(p => p.Class), outputs[0].GetProperty("data").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(expected.SelectMany(p => p.Answers).Select(a => (float)a), outputs[1].GetProperty("data").EnumerateArray().Select(p => p.GetSingle()));
    }

    [Fact]
    public async Task Infer_OneRowAtATime_AnswersTheSame()
    {
        var (id, model) = await TrainAsync("single", epochs: 1);
        var expected = Expected(model);
        for (var r = 0; r < 3; r++)
        {
            var answer = await PostAsync($"/v2/models/{id}/infer", Request("", r, 1, "\"outputs\": [{\"name\": \"probabilities\"}], "));

            var output = Assert.Single(answer.GetProperty("outputs").EnumerateArray());
            Assert.Equal(expected[r].Answers.Select(a => (float)a), output.GetProperty("data").EnumerateArray().Select(p => p.GetSingle()));
        }
    }

    [Fact]
    public async Task Predict_JsonAndCsv_AnswerAsTheModelDoes()
    {
        var (id, model) = await TrainAsync("plain", epochs: 1);
        var expected = Expected(model);
        var rows = Records.Select(record => "{" + string.Join(", ", Values(record).Select(v => $"\"{v.Name}\": {v.Value}")) + "}");

        var answer = await PostAsync("/predict/plain", $"{{\"rows\": [{string.Join(", ", rows)}]}}");

        Assert.Equal((id, model.WeightsHash), (Text(answer, "model"), Text(answer, "weightsHash")));
        var predictions = answer.GetProperty("predictions").EnumerateArray().ToArray();
        Assert.Equal(expected.Select(p => p.Class), predictions.Select(p => Text(p, "prediction")));
        Assert.Equal(expected.Select(p => (float)p["7"]), predictions.Select(p => p.GetProperty("probability_7").GetSingle()));

        using var csv = new StringContent(string.Join('\n', File.ReadLines(Digits).Take(Rows + 1)), Encoding.UTF8, "text/csv");
        using var table = await _program.PostAsync("/predict/plain", csv);
        Assert.Equal(HttpStatusCode.OK, table.StatusCode);
        var lines = (await table.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("prediction,probability_0,", lines[0], StringComparison.Ordinal);
        Assert.Equal(expected.Select(p => p.Class), lines.Skip(1).Select(l => l.Split(',')[0]));
    }

    [Fact]
    public async Task Models_OfASeries_HaveVersionsAndTheNewestAnswers()
    {
        var (first, _) = await TrainAsync("series", epochs: 1);
        using var stop = new CancellationTokenSource();
        var load = Task.Run(() => InferAgainAndAgainAsync(stop.Token));
        var (second, _) = await TrainAsync("series", epochs: 2);
        await UntilAnsweredByAsync(second);
        await stop.CancelAsync();

        // Nobody's request failed while the model was changed.
        var answeredBy = await load;
        Assert.Equal([first, second], answeredBy.Distinct());

        var metadata = await ClusterFixture.GetAsync(_program, "/v2/models/series");
        Assert.Equal(["1", "2"], metadata.GetProperty("versions").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal(Features, metadata.GetProperty("inputs").EnumerateArray().Select(i => Text(i, "name")));
        Assert.All(metadata.GetProperty("inputs").EnumerateArray(), i => Assert.Equal(("FP64", "[-1]"), (Text(i, "datatype"), i.GetProperty("shape").GetRawText())));
        Assert.Equal(first, Text((await PostAsync("/v2/models/series/versions/1/infer", Request(""))).GetProperty("parameters"), "job"));
        Assert.True((await ClusterFixture.GetAsync(_program, "/v2/models/series/versions/2/ready")).GetProperty("ready").GetBoolean());
        Assert.Contains("expected one of 1, 2", Text(await PostAsync("/v2/models/series/versions/3/infer", "{}", HttpStatusCode.NotFound), "error"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "found no 'inputs', expected a list of tensors")]
    [InlineData("[", "found a body that is no JSON")]
    [InlineData("""{"inputs": [{"name": "nope", "datatype": "FP32", "shape": [1], "data": [1]}]}""", "inputs[0], row 0: Found a column 'nope', expected one of")]
    [InlineData("""{"inputs": [{"name": "p0", "datatype": "FP32", "shape": [2], "data": [1]}]}""", "inputs[0]: Found the shape [2] and 1 values")]
    [InlineData("""{"inputs": [{"name": "p0", "datatype": "FLOAT", "shape": [1], "data": [1]}]}""", "inputs[0]: Found the datatype 'FLOAT', expected BYTES or one of BOOL")]
    [InlineData("""{"inputs": [{"name": "p0", "datatype": "BYTES", "shape": [1], "data": ["many"]}]}""", "Found 'many' for 'p0', expected a number")]
    [InlineData("""{"inputs": [{"name": "p0", "datatype": "FP32", "shape": [1], "data": [1]}, {"name": "p1", "datatype": "FP32", "shape": [2], "data": [1, 2]}]}""", "inputs[1]: Found 2 values for 'p1', expected one for each of 1 rows")]
    [InlineData("""{"inputs": [{"name": "p0", "datatype": "FP32", "shape": [1], "data": [1]}], "outputs": [{"name": "logits"}]}""", "outputs: Found 'logits', expected prediction or probabilities")]
    public async Task Infer_RequestThatDoesNotFit_IsRefusedWithTheReason(string body, string expected)
    {
        await TrainAsync("refusing", epochs: 1);
        body = body.Replace("\"p0\"", $"\"{Features[0]}\"", StringComparison.Ordinal).Replace("\"p1\"", $"\"{Features[1]}\"", StringComparison.Ordinal);
        expected = expected.Replace("'p0'", $"'{Features[0]}'", StringComparison.Ordinal).Replace("'p1'", $"'{Features[1]}'", StringComparison.Ordinal);

        var answer = await PostAsync("/v2/models/refusing/infer", body, HttpStatusCode.BadRequest);

        Assert.Contains(expected, Text(answer, "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_UnknownModelOrRow_IsAProblem()
    {
        await TrainAsync("known", epochs: 1);

        var unknown = await PostAsync("/predict/unknown", "{}", HttpStatusCode.NotFound);
        Assert.Contains("found no model unknown, expected one of", Text(unknown, "detail"), StringComparison.Ordinal);
        var wrong = await PostAsync("/predict/known", "[{\"nope\": 1}, {\"nope\": 2}]", HttpStatusCode.BadRequest);
        Assert.Contains("rows[0].nope: Found a column 'nope'", Text(wrong, "detail"), StringComparison.Ordinal);
        Assert.Contains("rows[1].nope:", Text(wrong, "detail"), StringComparison.Ordinal);
        Assert.Contains("Found none", Text(await PostAsync("/predict/known", "[]", HttpStatusCode.BadRequest), "detail"), StringComparison.Ordinal);
    }

    private static (string Name, string Value)[] Values(string[] record) =>
        [.. Header.Zip(record, (name, value) => (name, value)).Where(v => v.name != "digit")];

    private static string Request(string more, int first = 0, int count = Rows, string outputs = "")
    {
        var columns = Features.Select(name =>
        {
            var place = Array.IndexOf(Header, name);
            var values = Records.Skip(first).Take(count).Select(record => record[place]);
            return $"{{\"name\": \"{name}\", \"datatype\": \"FP64\", \"shape\": [{count}], \"data\": [{string.Join(", ", values)}]}}";
        });
        return $"{{{more}{outputs}\"inputs\": [{string.Join(", ", columns)}]}}";
    }

    private static string? Text(JsonElement json, string key) => json.GetProperty(key).GetString();

    private static IReadOnlyList<Prediction> Expected(Model model) =>
    [
        .. Records.Select(record =>
        {
            var row = model.NewRow();
            foreach (var (name, value) in Values(record))
            {
                row.Set(name, double.Parse(value, CultureInfo.InvariantCulture));
            }

            return model.Predict(row);
        }),
    ];

    private async Task<(string Id, Model Model)> TrainAsync(string name, int epochs)
    {
        var data = await ClusterFixture.UploadDigitsAsync(_program, $"{name}.csv");
        var id = await ClusterFixture.SubmitAsync(_program, data, name, epochs);
        while (Text(await ClusterFixture.GetAsync(_program, $"/api/v1/jobs/{id}"), "state") != "completed")
        {
            await Task.Delay(50);
        }

        var path = Path.Combine(_folder.Path, $"{id}.safetensors");
        await File.WriteAllBytesAsync(path, await _program.GetByteArrayAsync($"/api/v1/models/{id}"));
        return (id, Model.Load(path));
    }

    private async Task<List<string>> InferAgainAndAgainAsync(CancellationToken stop)
    {
        var answeredBy = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            answeredBy.Add(Text((await PostAsync("/v2/models/series/infer", Request("", 0, 1))).GetProperty("parameters"), "job")!);
        }

        return answeredBy;
    }

    private async Task UntilAnsweredByAsync(string job)
    {
        while (Text((await PostAsync("/v2/models/series/infer", Request("", 0, 1))).GetProperty("parameters"), "job") != job)
        {
            await Task.Delay(50);
        }
    }

    private async Task<JsonElement> PostAsync(string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var response = await _program.PostAsync(path, content);
        Assert.Equal(expected, response.StatusCode);
        return await ClusterFixture.JsonOf(response);
    }
}
