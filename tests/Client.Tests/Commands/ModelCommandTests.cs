using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Models;
using Granary.Models;
using Granary.Models.Tests;

namespace Granary.Client.Tests.Commands;

public sealed class ModelCommandTests : CommandTestBase
{
    private readonly TemporaryFolder _models = new();

    [Fact]
    public async Task Predict_ATable_WritesCsvInItsOrder()
    {
        var path = Save("three classes");

        Assert.Equal(0, await RunAsync($"predict {path} --data {Rows} --keep city --keep age"));

        Assert.Equal("city,age,prediction,probability_large,\"probability_middle, \"\"m\"\"\",probability_small", OutputLines[0]);
        Assert.Equal(61, OutputLines.Length);
        Assert.StartsWith("Bern,20.0,", OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith(",,", OutputLines[4], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("out.csv", "city,prediction,")]
    [InlineData("out.jsonl", "{\"city\":\"Bern\",\"prediction\":\"")]
    [InlineData("out.parquet", "PAR1")]
    public async Task Predict_ToAFile_WritesItsFormatAndNothingElse(string name, string start)
    {
        var path = Save("three classes");
        var output = Path.Combine(Folder, name);

        Assert.Equal(0, await RunAsync($"predict {path} --data {Rows} --keep city --out {output}"));

        Assert.StartsWith(start, File.ReadAllText(output), StringComparison.Ordinal);
        Assert.Empty(OutputLines);
        Assert.Equal($"Wrote {output}: 60 rows.", Error.ToString().Trim());
        Assert.Equal(2, await RunAsync($"predict {path} --data {Rows} --out {output}"));
        Assert.Contains("exists already: add --force", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync($"predict {path} --data {Rows} --out {output} --force"));
    }

    [Fact]
    public async Task Predict_RowsThatDoNotFit_LeavesNoFileAndEndsWith2()
    {
        var path = Save("three classes");
        var bad = Path.Combine(Folder, "bad.csv");
        var output = Path.Combine(Folder, "out.csv");
        await File.WriteAllTextAsync(bad, "age,city,member,joined,year\n1,Bern,no,2020-01-01,old\nx,Bern,maybe,2020-01-01,1990\n");

        Assert.Equal(2, await RunAsync($"predict {path} --data {bad} --out {output}"));

        Assert.Contains($"{bad}:2:5: Found \"old\" for \"year\"", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"{bad}:3:1: Found \"x\" for \"age\"", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal([bad], Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Predict_OneRow_TellsAllAnswers()
    {
        Assert.Equal(0, await RunAsync($"predict {Save("yes or no")} --row age=30 --row city=Bern --row member=yes"));

        Assert.Equal(3, OutputLines.Length);
        Assert.Contains(OutputLines[0], new[] { "no", "yes" });
        Assert.StartsWith("no: 0.", OutputLines[1], StringComparison.Ordinal);
        Assert.StartsWith("yes: 0.", OutputLines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "found no rows to predict, or two kinds")]
    [InlineData("--data x --row a=1", "found no rows to predict, or two kinds")]
    [InlineData("--row age", "found 'age', expected COLUMN=VALUE")]
    [InlineData("--row age=1 --out x.csv", "--out and --keep are for the rows of --data")]
    [InlineData("--row age=1 --keep id", "--out and --keep are for the rows of --data")]
    [InlineData("--row agee=1", "Found a column 'agee', expected one of age, city, member, joined, year.\n")]
    [InlineData("--row member=2", "Found '2' for 'member', expected a boolean")]
    [InlineData("--data no-such.csv", "no-such.csv")]
    [InlineData("--data x --out y.txt", "found the ending .txt, expected .csv, .jsonl or .parquet")]
    [InlineData("--data x --out no-such-folder/y.csv", "there is no directory")]
    public async Task Predict_WhatCannotBe_IsRefused(string options, string message)
    {
        Assert.Equal(2, await RunAsync($"predict {Save("yes or no")} {options}"));

        Assert.Contains(message, Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_NoFileAndNoCluster_SaysBoth()
    {
        var cluster = new FakeCluster { Failure = new NoClusterException("no cluster answered") };

        Assert.Equal(3, await RunAsync("predict people-1 --data x.csv", cluster, null));

        Assert.Contains("there is no file people-1, so it is taken for a job; but no cluster answered", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict", "")]
    [InlineData("predict", "--out predicted.csv")]
    [InlineData("evaluate", "")]
    public async Task PredictAndEvaluate_Interrupted_EndWith130AndLeaveNoFile(string command, string options)
    {
        var path = Save("three classes");
        Interrupt();

        Assert.Equal(130, await RunAsync($"{command} {path} --data {Rows} {options.Replace("predicted", Path.Combine(Folder, "predicted"))}"));

        Assert.Contains("interrupted", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task Predict_WeightsOnlyOrADirectory_SaysWhatItIs()
    {
        var weights = Path.Combine(Folder, "weights.npz");
        using (var model = Samples.Train("values", _models).Model)
        {
            model.Save(weights, ModelFormat.Npz);
        }

        Assert.Equal(2, await RunAsync($"predict {weights} --data {Rows}"));
        Assert.Contains("found a zip file, as npz files are, which have weights only", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync($"predict {Folder} --data {Rows}"));
        Assert.Contains($"{Folder}: found a directory, expected a model file", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_NoModelFile_IsRefused()
    {
        Assert.Equal(2, await RunAsync($"predict {Digits} --data x.csv"));

        Assert.Contains($"{Digits}: found no safetensors file", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_WithAJobsModel_SaysTheSameAsItsFile()
    {
        var path = Save("values");
        Job = new FakeCoordinator(Statuses.Completed) { Model = File.ReadAllBytes(path) };
        await RunAsync($"predict {path} --data {Rows}");
        var expected = Output.ToString();
        Output.GetStringBuilder().Clear();

        Assert.Equal(0, await RunAsync($"predict digits-1 --data {Rows}"));

        Assert.Equal(expected, Output.ToString());
    }

    [Fact]
    public async Task Evaluate_Classes_ShowsTheReport()
    {
        Assert.Equal(0, await RunAsync($"evaluate {Save("three classes")} --data {Rows}"));

        Assert.Equal("60 rows", OutputLines[0]);
        Assert.StartsWith("accuracy ", OutputLines[1], StringComparison.Ordinal);
        Assert.Contains(OutputLines, line => line.StartsWith("weighted mean", StringComparison.Ordinal));
        Assert.Contains(OutputLines, line => line.StartsWith("confusion matrix", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("yes or no", "auc")]
    [InlineData("several values", "values")]
    [InlineData("several labels", "scores")]
    public async Task EvaluateJson_AnyKind_IsOneObject(string kind, string key)
    {
        Assert.Equal(0, await RunAsync($"evaluate {Save(kind)} --data {Rows} --json"));

        Assert.Single(OutputLines);
        Assert.Equal(60, LastJson.GetProperty("rows").GetInt32());
        Assert.NotEqual("[]", LastJson.GetProperty(key).GetRawText());
    }

    [Fact]
    public async Task Evaluate_Pictures_TakesTheFileOfLabels()
    {
        var path = Save("pictures");
        var images = Path.Combine(_models.Path, "images");

        Assert.Equal(0, await RunAsync($"evaluate {path} --data {images} --labels {Path.Combine(_models.Path, "labels")}"));

        Assert.Equal("40 rows", OutputLines[0]);
        Assert.Equal(2, await RunAsync($"evaluate {Save("values")} --data {Rows} --labels {images}"));
        Assert.Contains("--labels is for models of pictures", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("model.onnx")]
    public async Task Export_AJob_WritesAModelThatCanBeUsed(string name)
    {
        Job = new FakeCoordinator(Statuses.Completed) { Model = File.ReadAllBytes(Save("yes or no")) };
        var output = Path.Combine(Folder, name);

        Assert.Equal(0, await RunAsync($"export digits-1 --out {output}"));

        Assert.Contains($"next: granary predict {output} --data FILE", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync($"predict {output} --row age=30"));
    }

    [Fact]
    public async Task Export_WhatIsNotThere_IsRefused()
    {
        Job = new FakeCoordinator(Statuses.Completed);

        Assert.Equal(2, await RunAsync($"export digits-1 --out {Path.Combine(Folder, "model.npz")}"));
        Assert.Contains("The job has no model.", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync($"export digits-1 --out {Path.Combine(Folder, "model.bin")}"));
        Assert.Contains("add --format safetensors|npz|onnx", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync("export digits-2 --out x.npz"));
        Assert.Contains("found no job 'digits-2'", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public async Task RunOut_JobThatCompletes_WritesItsModel()
    {
        Job = new FakeCoordinator(Statuses.Running(900), Statuses.Completed) { Model = File.ReadAllBytes(Save("values")) };
        var output = Path.Combine(Folder, "model.safetensors");

        Assert.Equal(0, await RunAsync($"run {Digits} --out {output}"));

        Assert.Equal(Job.Model, File.ReadAllBytes(output));
        Assert.Equal(2, await RunAsync($"run {Digits} --out {output}"));
        Assert.Contains("exists already", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--force")]
    [InlineData("--format npz")]
    public async Task Run_OptionsOfAModelFileWithoutOne_AreRefused(string options)
    {
        Assert.Equal(2, await RunAsync($"run {Digits} {options}"));

        Assert.Contains("add --out FILE", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_SameModelAgain_IsVerified()
    {
        var path = Save("values", Statuses.Spec);
        Job = new FakeCoordinator(Statuses.Running(900), Statuses.Completed) { Model = File.ReadAllBytes(path) };

        Assert.Equal(0, await RunAsync($"verify {path} --data {Rows}"));

        Assert.StartsWith($"{path} is verified: its job and data give the same weights, bit for bit, sha256:", OutputLines[0], StringComparison.Ordinal);
        Assert.Equal(Rows, Job.Submitted!.Data.Train.Csv);
    }

    [Fact]
    public async Task Verify_AnotherModel_SaysWhatDiffersAndEndsWith1()
    {
        Job = new FakeCoordinator(Statuses.Completed) { Model = File.ReadAllBytes(Save("yes or no")) };

        Assert.Equal(1, await RunAsync($"verify {Save("values", Statuses.Spec)} --json"));

        Assert.False(LastJson.GetProperty("verified").GetBoolean());
        Assert.Contains("rows are others", LastJson.GetProperty("differences")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhatCannotBeTrained_IsRefused()
    {
        Assert.Equal(2, await RunAsync($"verify {Save("values")}"));
        Assert.Contains("does not say which job trained it", Error.ToString(), StringComparison.Ordinal);
        Job = new FakeCoordinator(Statuses.Completed) { Faults = [new Fault("the file is not there", "data.train", "x.csv")] };

        Assert.Equal(2, await RunAsync($"verify {Save("values", Statuses.Spec)}"));

        Assert.Contains("x.csv: data.train: the file is not there", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("cannot be trained again: --data says where", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_ThoseKept_AreListedAndRemoved()
    {
        Assert.Equal(0, await RunAsync("models"));
        Assert.Contains("There are no models.", Error.ToString(), StringComparison.Ordinal);
        Job = new FakeCoordinator(Statuses.Completed with { Model = new ModelFacts(2700, 5000, "ab") }) { Model = [1] };

        Assert.Equal(0, await RunAsync("models", width: 200));
        Assert.Contains("digits-1", OutputLines[^1], StringComparison.Ordinal);
        Assert.Contains(Statuses.Hash, OutputLines[^1], StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("models --json"));
        Assert.Equal("ab", LastJson.GetProperty("modelSha256").GetString());
        Assert.Equal(0, await RunAsync("models rm digits-1"));
        Assert.Equal("Removed the model of digits-1.", OutputLines[^1]);
        Assert.Equal(2, await RunAsync("models rm digits-1"));
    }

    private string Rows => Path.Combine(_models.Path, "train.csv");

    private string Save(string kind, JobSpec? spec = null)
    {
        var path = Path.Combine(_models.Path, "model.safetensors");
        var content = Samples.Train(kind, _models).Model.Content;
        var provenance = content.Description.Provenance with { Spec = spec is null ? null : JobSpecJson.Write(spec) };
        using var model = new Model(content with { Description = content.Description with { Provenance = provenance } });
        model.Save(path);
        return path;
    }
}
