using System.Text;
using Granary.Requests.JobFiles;

namespace Granary.Client.Tests.JobFiles;

public sealed class JobFileFaultTests : JobFileTestBase
{
    [Fact]
    public void Read_SeveralFaultsOfAllKinds_ListsThemInTheOrderOfTheFile()
    {
        var faults = Faults("""
            {
              "name": "two words",
              "data": { "train": 7, "lable": "species", "test": 1.5 },
              "network": { "dimensions": [4, "8", 0], "activations": ["rleu", "softmax", "tanh"] },
              "loss": "crossentropy",
              "optimizer": { "name": "adam" },
              "batchSize": 16.5,
              "seed": 1, "seed": 2,
              "shards": 3
            }
            """);

        Assert.Equal(
            [
                "job.json:1:1: epochs: found neither 'epochs' nor 'steps', expected one of them or both, to say when the job ends",
                "job.json:2:11: name: found ' ' in the name, expected 1 to 64 letters (a-z, A-Z), digits, '-', '_' or '.'",
                "job.json:3:22: data.train: found 7, expected the path of a CSV file, or an object with 'images' and 'labels'",
                $"job.json:3:25: data.lable: found an unknown key, expected one of {string.Join(", ", JobKeys.ByObject["data"])}; did you mean 'label'?",
                "job.json:3:53: data.test: found 1.5, expected a fraction of the rows from 0 to below 1, or a second source",
                "job.json:4:34: network.dimensions[1]: found \"8\", expected a whole number of at most 32 bits",
                "job.json:4:39: network.dimensions[2]: found 0, expected at least 1",
                "job.json:4:58: network.activations: found 3 for 3 dimensions, expected one for each layer: 2",
                "job.json:4:59: network.activations[0]: found \"rleu\", expected one of \"identity\", \"relu\", \"leakyRelu\", \"sigmoid\", \"tanh\", \"softmax\", \"gelu\", \"silu\", \"elu\", \"softplus\"; did you mean 'relu'?",
                "job.json:5:11: loss: found \"crossentropy\", expected one of \"mse\", \"crossEntropy\", \"mae\", \"huber\"; did you mean 'crossEntropy'?",
                "job.json:6:16: optimizer.learningRate: found nothing, expected a value: this key is required",
                "job.json:7:16: batchSize: found 16.5, expected a whole number of at most 32 bits",
                "job.json:8:14: seed: found this key again, expected it once",
                "job.json:9:13: shards: found 3, expected a power of two from 1 to 1024",
            ],
            faults);
    }

    [Fact]
    public void Read_EmptyObject_NamesEveryRequiredKey() =>
        Assert.Equal(
            ["name", "data", "network", "loss", "optimizer", "batchSize", "epochs"],
            Read("{}").Faults.Select(f => f.Key));

    [Fact]
    public void Read_EmptyInnerObjects_NameTheirRequiredKeys()
    {
        var faults = Faults("""{ "name": "a", "data": {}, "network": {}, "loss": "mse", "optimizer": {}, "batchSize": 1, "steps": 1 }""");

        Assert.Equal(
            ["data.train", "network.activations", "network.dimensions", "optimizer.name", "optimizer.learningRate"],
            faults.Select(f => f.Split(": ")[1]));
    }

    [Theory]
    [InlineData("\"iris\"", "3", "job.json:2:11: name: found 3, expected a string")]
    [InlineData("\"iris\"", "null", "job.json:2:11: name: found null, expected a string")]
    [InlineData("[4, 8, 3]", "8", "job.json:4:30: network.dimensions: found 8, expected an array")]
    [InlineData("[\"relu\", \"softmax\"]", "{}", "job.json:4:56: network.activations: found an object, expected an array")]
    [InlineData("\"relu\"", "[]", "job.json:4:57: network.activations[0]: found an array, expected one of")]
    [InlineData("0.01", "\"0.01\"", "job.json:6:50: optimizer.learningRate: found \"0.01\", expected a number")]
    [InlineData("0.01", "1e999", "job.json:6:50: optimizer.learningRate: found Infinity, expected a finite number above 0")]
    [InlineData("16", "99999999999", "job.json:7:16: batchSize: found 99999999999, expected a whole number of at most 32 bits")]
    [InlineData("0.25", "true", "job.json:3:62: data.test: found true, expected a fraction of the rows from 0 to below 1, or the path")]
    [InlineData("\"iris.csv\"", "\"\"", "job.json:3:22: data.train: found \"\", expected the path of a CSV file")]
    [InlineData("\"iris.csv\"", "\"a\\u0000b\"", "job.json:3:22: data.train: found")]
    [InlineData("\"iris.csv\"", "{\"images\": \"a\"}", "job.json:3:22: data.train: found 'images' without 'labels'")]
    [InlineData("\"iris.csv\"", "{\"images\": 1, \"labels\": \"b\"}", "job.json:3:33: data.train.images: found 1, expected the path of an IDX or npy file")]
    [InlineData("\"test\": 0.25", "\"scale\": \"standardise\"", "job.json:3:63: data.scale: found \"standardise\", expected a number above 0")]
    [InlineData("\"test\": 0.25", "\"scale\": \"factor\"", "job.json:3:63: data.scale: found \"factor\"")]
    [InlineData("\"test\": 0.25", "\"scale\": -1", "job.json:3:63: data.scale: found -1")]
    [InlineData("\"epochs\": 3", "\"epochs\": \"3\"", "job.json:8:13: epochs: found \"3\", expected a whole number")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"wire\": \"bf16\"", "job.json:8:24: wire: found \"bf16\", expected one of \"float32\", \"bfloat16\"")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"wire\": \"bfloat\"", "job.json:8:24: wire: found \"bfloat\", expected one of \"float32\", \"bfloat16\"; did you mean 'bfloat16'?")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"wires\": \"bfloat16\"", "job.json:8:16: wires: found an unknown key")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"checkpoint\": 30", "job.json:8:30: checkpoint: found 30, expected an object")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"checkpoint\": { \"everyStep\": 5 }", "job.json:8:32: checkpoint.everyStep: found an unknown key, expected one of everySteps, everySeconds, keep; did you mean 'everySteps'?")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"checkpoint\": { \"everySteps\": 0 }", "job.json:8:46: checkpoint.everySteps: found 0, expected at least 1 step")]
    [InlineData("\"epochs\": 3", "\"epochs\": 3, \"checkpoint\": { \"everySeconds\": \"30\" }", "job.json:8:48: checkpoint.everySeconds: found \"30\", expected a number")]
    [InlineData("\"epochs\"", "\"epoch\"", "job.json:1:1: epochs: found neither")]
    public void Read_OneFault_IsTheOnlyOneListed(string replaced, string by, string expected)
    {
        // A mistyped key is two faults: what is there and what is not.
        var text = Valid.Replace(replaced, by, StringComparison.Ordinal);
        var faults = Faults(text);

        Assert.StartsWith(expected, faults[0], StringComparison.Ordinal);
        Assert.Equal(by == "\"epoch\"" ? 2 : 1, faults.Length);
    }

    [Fact]
    public void Read_DimensionsMissing_BlamesNothingElse()
    {
        Assert.Equal(
            "job.json:4:14: network.dimensions: found nothing, expected 'hidden', the lengths of the hidden layers, or 'dimensions', those of all rows from the input's to the output's",
            FaultOf("\"dimensions\": [4, 8, 3], ", ""));
        Assert.Equal(
            "job.json:4:14: network.activations: found nothing, expected a value: this key is required",
            FaultOf(", \"activations\": [\"relu\", \"softmax\"]", ""));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{ \"name\": \"é\" \"x\": 1 }", 1, 15)]
    [InlineData("{\n  \"name\": nope\n}", 2, 12)]
    [InlineData("{} {}", 1, 4)]
    [InlineData("{ \"name\": \"a", 1, 13)]
    [InlineData("{ \"name\": \"\\ud800\" }", 1, 11)]
    public void Read_BrokenJson_IsOneFaultWithItsPlace(string text, int line, int column) =>
        Assert.StartsWith($"job.json:{line}:{column}: broken JSON: ", Assert.Single(Faults(text)), StringComparison.Ordinal);

    [Fact]
    public void Read_OtherEncoding_IsAFaultWithItsPlace()
    {
        var path = Path.Combine(Folder, "latin1.json");
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes("{\n  \"name\": \"é\""));

        var fault = Assert.Single(JobFile.Read(path, []).Faults);

        Assert.Equal($"{path}:2:12: found the byte 0xE9, expected UTF-8 text; save the file as UTF-8", fault.ToString());
    }

    [Fact]
    public void Read_NoSuchFile_SaysSo()
    {
        Assert.Equal("missing.json: found no such file, expected a job file", Assert.Single(JobFile.Read("missing.json", []).Faults).ToString());
        Assert.Contains("found a directory", Assert.Single(JobFile.Read(Folder, []).Faults).ToString(), StringComparison.Ordinal);
    }
}
