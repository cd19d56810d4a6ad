using Granary.Client.Tests.Submissions;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Client.Tests.Commands;

/// <summary>What <c>submit</c> uploads, and <c>data</c> tells of it.</summary>
public sealed class DataCommandTests : CommandTestBase
{
    private readonly FakeUploads _first = new();
    private readonly FakeUploads _second = new();

    public DataCommandTests()
    {
        Cluster.Uploads.AddRange([_first, _second]);
        Job = new FakeCoordinator();
    }

    private JobSpec Submitted => Job.Submitted!;

    [Fact]
    public async Task Submit_FilesThatAllSilosRead_UploadsNothing()
    {
        var path = Path.Combine(Folder, "people.csv");
        _first.Readable.Add(path);
        _second.Readable.Add(path);

        Assert.Equal(0, await Submit("x,y\n1,a\n2,b\n"));

        Assert.Empty(Submitted.Uploads);
        Assert.Empty(_first.Offsets);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Submit_FileThatASiloDoesNotRead_IsUploadedOnce(bool firstReads)
    {
        if (firstReads)
        {
            _first.Readable.Add(Path.Combine(Folder, "people.csv"));
        }

        Assert.Equal(0, await Submit("x,y\n1,a\n2,b\n"));
        var file = Assert.Single(Submitted.Uploads);
        Assert.Equal((Path.Combine(Folder, "people.csv"), 12), (file.Path, file.Bytes));
        Assert.Contains("Uploaded people.csv: 12 B in ", Error.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await Submit("x,y\n1,a\n2,b\n"));

        Assert.Equal([file], Submitted.Uploads);
        Assert.Equal([0], _first.Offsets.Concat(_second.Offsets));
        Assert.Contains("people.csv is in the cluster already.", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_PiecesThatAreLost_AreSentAgain()
    {
        _second.Error = "it is full";
        _first.Losses = 3;
        var text = "x,y\n" + string.Concat(Enumerable.Range(0, 600_000).Select(i => $"{i},a\n"));

        Assert.Equal(0, await Submit(text));

        Assert.Equal(text.Length, _first.Content.Length);
        Assert.Empty(_second.Offsets);
    }

    [Fact]
    public async Task Submit_HalfOfItThereAlready_SendsTheRest()
    {
        var text = "x,y\n" + string.Concat(Enumerable.Range(0, 600_000).Select(i => $"{i},a\n"));
        _second.Content.Write(System.Text.Encoding.ASCII.GetBytes(text)[..IUploadGrain.PieceBytes]);

        Assert.Equal(0, await Submit(text));

        Assert.Empty(_first.Offsets);
        Assert.Equal(IUploadGrain.PieceBytes, _second.Offsets[0]);
    }

    [Fact]
    public async Task Submit_NoSiloTakesIt_IsRefusedWithTheReason()
    {
        (_first.Error, _second.Error) = ("it is full", "it is full");

        Assert.Equal(2, await Submit("x,y\n1,a\n2,b\n"));

        Assert.Contains("people.csv was not uploaded: it is full", Error.ToString(), StringComparison.Ordinal);
        Assert.Null(Job.Submitted);
    }

    [Fact]
    public async Task Submit_ASiloThatIsSilent_HasNoSay()
    {
        _second.IsSilent = true;

        Assert.Equal(0, await Submit("x,y\n1,a\n2,b\n"));

        Assert.Equal(12, _first.Content.Length);
    }

    [Fact]
    public async Task Submit_PiecesThatNeverArrive_EndsWithAnError()
    {
        _second.Error = "it is full";
        _first.Losses = int.MaxValue;

        Assert.Equal(2, await Submit("x,y\n1,a\n2,b\n"));

        Assert.Contains("the silo stays at 0 of 12 bytes", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_FileThatIsNotHere_IsLeftToTheSilos()
    {
        var job = WriteJob(JobText("/no/such/people.csv"));

        Assert.Equal(0, await RunAsync($"submit {job}"));

        Assert.Empty(Submitted.Uploads);
    }

    [Fact]
    public async Task Data_List_TellsNamesSizesAndJobs()
    {
        await Submit("x,y\n1,a\n2,b\n");
        Job = new FakeCoordinator([Statuses.Running(100) with { Spec = Submitted }]);
        Output.GetStringBuilder().Clear();

        Assert.Equal(0, await RunAsync("data"));

        Assert.Equal("DATA SET      NAME        SIZE  UPLOADED              JOBS", OutputLines[0]);
        Assert.Matches("^[0-9a-f]{12}  people.csv  12 B  1970-01-01 00:00:00Z  digits-1$", OutputLines[1]);
        Assert.Equal(0, await RunAsync("data --json"));
        Assert.Equal(12, LastJson.GetProperty("bytes").GetInt64());
        Assert.Equal("digits-1", LastJson.GetProperty("jobs")[0].GetString());
    }

    [Fact]
    public async Task DataShow_ByNameOrHash_ShowsColumnsAndRows()
    {
        await Submit("x,y\n1,a\n2,b\n");
        Output.GetStringBuilder().Clear();

        Assert.Equal(0, await RunAsync($"data show {Submitted.Uploads[0].Sha256[..8]}"));

        Assert.StartsWith("people.csv is a table in CSV of 2 columns: 12 B, sha256:", OutputLines[0], StringComparison.Ordinal);
        Assert.Equal("No job names it.", OutputLines[1]);
        Assert.Equal(["COLUMN  TYPE      ROW 1  ROW 2", "age     number    1      2", "city    category  Bern   Basel"], OutputLines[2..]);
        Assert.Equal(0, await RunAsync("data show people.csv --json"));
        Assert.Equal("category", LastJson.GetProperty("columns")[1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task DataRm_UsedByAJobThatHasNotEnded_NeedsForce()
    {
        await Submit("x,y\n1,a\n2,b\n");
        Job = new FakeCoordinator([Statuses.Running(100) with { Spec = Submitted }]);

        Assert.Equal(2, await RunAsync("data rm people.csv"));
        Assert.Contains("people.csv is needed by the job digits-1, which is running", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("data rm people.csv --force"));

        Assert.Equal("Removed people.csv, 12 B.", OutputLines[^1]);
        Assert.Equal(2, await RunAsync("data rm people.csv"));
        Assert.Contains("found no data set 'people.csv'", Error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> Submit(string data)
    {
        var path = Path.Combine(Folder, "people.csv");
        File.WriteAllText(path, data);
        return RunAsync($"submit {WriteJob(JobText(path))}");
    }

    private static string JobText(string path) => $$"""
        {
          "name": "digits",
          "data": { "train": "{{path}}", "label": "y" },
          "network": { "dimensions": [1, 4, 2], "activations": ["relu", "sigmoid"] },
          "loss": "mse",
          "optimizer": { "name": "sgd", "learningRate": 0.1 },
          "batchSize": 2,
          "epochs": 1
        }
        """;
}
