using System.Security.Cryptography;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;
using Granary.Grains.Uploads;

namespace Granary.Grains.Tests.Cluster;

/// <summary>Jobs whose data was uploaded to one silo, and which the others fetch.</summary>
[Collection(ClusterCollection.Name)]
public sealed class UploadTests(ClusterFixture clusters) : IDisposable
{
    private const string Elsewhere = "/no/such/place/digits.csv";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Train_DataOnOneSilo_EndsWithTheBitsOfTheSequentialTrainer(int silos)
    {
        await using var cluster = await TestCluster.StartAsync(silos, sharesUploads: false);
        var spec = Uploaded(await Upload(cluster, cluster.Silos[^1], TestJobs.DigitsCsv));

        var status = await cluster.Run(spec);

        Assert.Equal(TestJobs.SequentialHash(TestJobs.Digits), status.WeightsHash);
        Assert.All(cluster.Silos, silo => Assert.Single(cluster.Service<UploadStore>(silo).List()));
    }

    [Fact]
    public async Task Train_SharedDirectory_FetchesNothing()
    {
        var cluster = await clusters.Of(3);
        var spec = Uploaded(await Upload(cluster, cluster.Silos[0], TestJobs.DigitsCsv));

        var status = await cluster.Run(spec);

        Assert.Equal(TestJobs.SequentialHash(TestJobs.Digits), status.WeightsHash);
        Assert.Equal("digits.csv", Assert.Single(cluster.Service<UploadStore>(cluster.Silos[2]).List()).Name);
    }

    [Fact]
    public async Task Train_SiloLostWithTheFirstCopy_GoesOnWithTheOthers()
    {
        await using var cluster = await TestCluster.StartAsync(3, sharesUploads: false);
        var first = cluster.Silos[1];
        var coordinator = await cluster.Submit(Uploaded(await Upload(cluster, first, TestJobs.DigitsCsv)) with { Epochs = 30 });
        await TestCluster.Until(coordinator, "a step", s => s.Steps > 0);

        await cluster.Kill(first);

        Assert.Equal(TestJobs.SequentialHash(TestJobs.Digits with { Epochs = 30 }), (await TestCluster.End(coordinator)).WeightsHash);
    }

    [Fact]
    public async Task Submit_DataOnNoSilo_IsRefusedByTheUsersName()
    {
        var cluster = await clusters.Of(2);
        var spec = Uploaded(new UploadedFile(Elsewhere, new string('0', 64), 7));

        var fault = Assert.Single((await cluster.Coordinator("x-1").Submit(spec)).Faults);

        Assert.Equal(("data.train", Elsewhere), (fault.Key, fault.File));
        Assert.Contains("it is on none of the silos. Submit the job again", fault.Message);
    }

    [Fact]
    public async Task Submit_FaultyData_IsToldOfTheUsersFile()
    {
        var cluster = await clusters.Of(1);
        var path = _folder.Write("bad.csv", "digit,x\n1,2\n2,3,4\n");

        var fault = Assert.Single((await cluster.Coordinator("x-2").Submit(Uploaded(await Upload(cluster, cluster.Silos[0], path)))).Faults);

        Assert.Equal((Elsewhere, 3), (fault.File, fault.Line));
    }

    [Fact]
    public async Task CanRead_SameFileHere_IsTrueAndNothingElse()
    {
        var cluster = await clusters.Of(1);
        var grain = GrainOf(cluster, cluster.Silos[0]);
        var (sample, bytes) = Granary.Files.FileSample.Of(TestJobs.DigitsCsv);
        var mark = new FileMark(TestJobs.DigitsCsv, bytes, sample);
        var pipe = Path.Combine(_folder.Path, "pipe");
        System.Diagnostics.Process.Start("mkfifo", pipe).WaitForExit();

        FileMark[] marks =
        [
            mark, mark with { Bytes = bytes + 1 }, mark with { Sample = "x" }, mark with { Path = Elsewhere },
            mark with { Path = _folder.Path }, mark with { Path = pipe, Bytes = 0 },
        ];
        var canRead = await grain.CanRead(marks);

        Assert.Equal([true, false, false, false, false, false], canRead);
    }

    [Fact]
    public async Task Describe_ATable_TellsColumnsAndRows()
    {
        var cluster = await clusters.Of(1);
        var path = _folder.Write("people.csv", "age;city;born\n1,5;Bern;2020-01-01\n2,5;Basel;2021-01-01\n");
        var file = await Upload(cluster, cluster.Silos[0], path);

        var view = await GrainOf(cluster, cluster.Silos[0]).Describe(file.Sha256);

        Assert.Equal("a table in CSV", view.Format);
        Assert.Equal([new ColumnView("age", "number"), new("city", "category"), new("born", "date")], view.Columns);
        Assert.Equal(["1,5", "Bern", "2020-01-01"], view.FirstRows[0]);
    }

    [Fact]
    public async Task Remove_ADataSet_RefusesToReadIt()
    {
        var cluster = await clusters.Of(1);
        var grain = GrainOf(cluster, cluster.Silos[0]);
        var file = await Upload(cluster, cluster.Silos[0], _folder.Write("a.csv", "x,y\n1,2\n"));

        Assert.True(await grain.Remove(file.Sha256));

        Assert.False(await grain.Remove(file.Sha256));
        await Assert.ThrowsAsync<RefusedException>(() => grain.Read(file.Sha256, 0));
        await Assert.ThrowsAsync<RefusedException>(() => grain.Describe(file.Sha256));
    }

    [Fact]
    public async Task From_AnUploadedModel_BeginsWithIt()
    {
        await using var cluster = await TestCluster.StartAsync(2, sharesUploads: false);
        var first = await cluster.Submit(TestJobs.Digits);
        var id = (await TestCluster.End(first)).JobId;
        var model = cluster.ModelOf(id);
        var direct = await cluster.Run(TestJobs.Digits with { From = new FromSpec { Path = model } });
        var file = await Upload(cluster, cluster.Silos[0], model) with { Path = "/elsewhere/model.safetensors" };

        var status = await cluster.Run(TestJobs.Digits with { From = new FromSpec { Path = file.Path }, Uploads = [file] });

        Assert.Equal(direct.WeightsHash, status.WeightsHash);
    }

    private static IUploadGrain GrainOf(TestCluster cluster, SiloAddress silo) =>
        cluster.Grains.GetGrain<IUploadGrain>(GrainKeys.Silo(silo.ToParsableString()));

    private static JobSpec Uploaded(UploadedFile file) => TestJobs.Digits with
    {
        Data = TestJobs.Digits.Data with { Train = new SourceSpec { Csv = Elsewhere } },
        Uploads = [file],
    };

    private static async Task<UploadedFile> Upload(TestCluster cluster, SiloAddress silo, string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        var set = new DataSetFacts(Convert.ToHexStringLower(SHA256.HashData(bytes)), bytes.Length, Path.GetFileName(path));
        Assert.True((await GrainOf(cluster, silo).Append(set, 0, new DataPiece(bytes))).IsWhole);
        return new UploadedFile(Elsewhere, set.Sha256, set.Bytes);
    }
}
