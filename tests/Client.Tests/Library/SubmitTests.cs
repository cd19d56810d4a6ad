using System.Text;
using Granary.Client.Tests.Commands;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Faults;
using Granary.Requests.JobFiles;

namespace Granary.Client.Tests.Library;

public sealed class SubmitTests : LibraryTestBase, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SubmissionProgress> _progress = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SubmitAsync_RowsOfTheProgram_AreUploadedAsATable()
    {
        Cluster.Coordinators["digits-1"] = new FakeCoordinator(Statuses.Running(1));

        var job = await Granary.SubmitAsync(Spec("points"), [JobData.FromRows("points", Rows())], new Told(_progress));

        Assert.Equal("digits-1", job.Id);
        Assert.Equal("{\"x\":0.5,\"inside\":\"yes\"}\n{\"x\":2,\"inside\":\"no\"}\n", Encoding.UTF8.GetString(Uploads.Content.ToArray()));
        var upload = Assert.Single(Cluster.Coordinators["digits-1"].Submitted!.Uploads);
        Assert.Equal(("points", Uploads.Content.Length), (upload.Path, upload.Bytes));
        Assert.Equal("points", Cluster.Coordinators["digits-1"].Submitted!.Data.Train.Csv);
        Assert.Equal(
            [SubmissionStage.Hashing, SubmissionStage.Uploading, SubmissionStage.Uploaded, SubmissionStage.Submitting],
            _progress.Select(p => p.Stage).Distinct());
    }

    [Fact]
    public async Task SubmitAsync_AStreamForAJobFile_TakesThePlaceOfItsFile()
    {
        Cluster.Coordinators["digits-1"] = new FakeCoordinator(Statuses.Running(1));
        var file = JobFile.Read("examples/digits.json", "epochs=3");

        await Granary.SubmitAsync(file, [JobData.FromStream("digits.csv", new MemoryStream("x,digit\n1,0\n"u8.ToArray()))]);

        var submitted = Cluster.Coordinators["digits-1"].Submitted!;
        Assert.Equal(3, submitted.Epochs);
        Assert.Equal("x,digit\n1,0\n", Encoding.UTF8.GetString(Uploads.Content.ToArray()));
        Assert.Equal(Path.GetFullPath("examples/data/digits.csv"), Assert.Single(submitted.Uploads).Path);
    }

    [Fact]
    public async Task SubmitAsync_PathOfThisMachine_IsSentWhole()
    {
        Cluster.Coordinators["digits-1"] = new FakeCoordinator(Statuses.Running(1));
        var table = _folder.Write("points.csv", "x,inside\n1,no\n");

        await Granary.SubmitAsync(Spec(Path.GetRelativePath(".", table)));

        var submitted = Cluster.Coordinators["digits-1"].Submitted!;
        Assert.Equal(table, submitted.Data.Train.Csv);
        Assert.Equal(table, Assert.Single(submitted.Uploads).Path);
    }

    [Fact]
    public async Task SubmitAsync_DataThatTheJobDoesNotName_IsRefused()
    {
        var e = await Assert.ThrowsAsync<RequestException>(() => Granary.SubmitAsync(Spec("points"), [JobData.FromRows("point", Rows())]));

        Assert.Equal("found data 'point', expected the name of a file of the job: points", e.Message);
        Assert.Equal(0, Uploads.Content.Length);
    }

    [Fact]
    public async Task SubmitAsync_NoRows_IsRefused()
    {
        var e = await Assert.ThrowsAsync<RequestException>(
            () => Granary.SubmitAsync(Spec("points"), [JobData.FromRows("points", AsyncEnumerable.Empty<object>())]));

        Assert.Equal("found no rows in 'points', expected at least one", e.Message);
    }

    [Fact]
    public async Task SubmitAsync_FaultySpec_ListsAllFaultsAndUploadsNothing()
    {
        var spec = Spec("points") with { BatchSize = 0, Epochs = -1 };

        var e = await Assert.ThrowsAsync<RequestException>(() => Granary.SubmitAsync(spec, [JobData.FromRows("points", Rows())]));

        Assert.Equal("digits: 2 faults, nothing was started", e.Message);
        Assert.Equal(["batchSize", "epochs"], e.Faults.Select(f => f.Key));
        Assert.Equal(0, Uploads.Content.Length);
    }

    [Fact]
    public async Task SubmitAsync_RefusedByTheCluster_TellsItsFaults()
    {
        Cluster.Coordinators["digits-1"] = new FakeCoordinator { Faults = [new Fault("found no rows", "data.train", "points", 2)] };

        var e = await Assert.ThrowsAsync<RequestException>(() => Granary.SubmitAsync(Spec("points"), [JobData.FromRows("points", Rows())]));

        Assert.Equal("points:2: data.train: found no rows", Assert.Single(e.Faults).ToString());
    }

    [Fact]
    public async Task SubmitAsync_FaultyFile_TellsLines()
    {
        var path = _folder.Write("job.json", "{\n  \"name\": \"a b\" }");

        var e = await Assert.ThrowsAsync<RequestException>(() => Granary.SubmitAsync(JobFile.Read(path)));

        Assert.StartsWith($"{path}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(e.Faults, f => f is { Key: "name", Line: 2 });
    }

    [Fact]
    public async Task SubmitAsync_Cancelled_EndsTheWait()
    {
        using var cancellation = new CancellationTokenSource();
        Cluster.Coordinators["digits-1"] = new FakeCoordinator { NeverAnswersSubmit = true, BeforeSubmit = cancellation.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Granary.SubmitAsync(
            Spec("points"), [JobData.FromRows("points", Rows())], cancellationToken: cancellation.Token));
    }

    [Fact]
    public void FromRows_NameWithAFolder_IsRefused() =>
        Assert.Throws<ArgumentException>("name", () => JobData.FromRows("data/points", Rows()));

    private static async IAsyncEnumerable<object> Rows()
    {
        yield return new { x = 0.5, inside = "yes" };
        await Task.Yield();
        yield return new { x = 2, inside = "no" };
    }

    private sealed class Told(List<SubmissionProgress> all) : IProgress<SubmissionProgress>
    {
        public void Report(SubmissionProgress value) => all.Add(value);
    }
}
