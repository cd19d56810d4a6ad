using System.Runtime.InteropServices;
using Granary.Data;
using Granary.Formulas.Activations;
using Granary.Grains.Caching;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Models.Descriptions;
using Granary.Numerics.Datasets;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Caching;

public sealed class TableCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _reads;

    public static TheoryData<string, string, double, string[]> Tables => new()
    {
        { "classes", "a,b,y\n1,x,p\n2,,q\n3.5,x,p\n,z,q\n5,x,p\n6,z,q\n", 0, ["y"] },
        { "classes with test rows", "a,b,y\n1,x,p\n2,,q\n3.5,x,p\n,z,q\n5,x,p\n6,z,q\n", 0.3, ["y"] },
        { "a number", "a,when,y\n1,2020-01-01,100000.5\n2,2020-02-01,250000\n3,2020-02-02,175000\n4,2021-01-01,99000\n5,2022-01-01,1\n", 0.4, ["y"] },
        { "yes and no", "a,y,z\n1,yes,no\n2,no,no\n3,yes,yes\n4,no,yes\n", 0.25, ["y", "z"] },
    };

    private string Root => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tables))]
    public void Get_SecondTime_GivesTheSameBitsWithoutReading(string what, string csv, double test, string[] labels)
    {
        Assert.NotEmpty(what);
        var job = Job(csv, labels, test);
        var expected = TrainingData.Load(job.ToRequest());

        var first = Get(job);
        var second = Get(job with { Name = "other", Epochs = 7 });

        Assert.Equal(1, _reads);
        Assert.All([first, second], found => AssertSame(expected, found, job));
    }

    [Fact]
    public void Get_RowsWithWeights_HaveThemFromTheCacheToo()
    {
        var job = Job("a,often,y\n1,0.5,p\n2,3,q\n", ["y"], 0);
        job = job with { Data = job.Data with { Weight = "often" } };
        Get(job);

        Assert.Equal([0.5f, 3], Get(job).Train.Weights.ToArray());
        Assert.Equal(1, _reads);
    }

    [Fact]
    public void Get_OtherContentSeedOrSetting_IsReadAnew()
    {
        var job = Job("a,b,y\n1,x,p\n2,x,q\n", ["y"], 0.5);
        Get(job);

        Get(job with { Seed = 7 });
        Get(job with { Data = job.Data with { Scaling = ScalingName.MinMax } });
        _folder.Write("table.csv", "a,b,y\n1,x,p\n3,x,q\n");
        Get(job);

        Assert.Equal(4, _reads);
        Assert.Equal(4, Files.Length);
    }

    [Fact]
    public void Get_SameContentUnderAnotherName_IsNotReadAnew()
    {
        var job = Job("a,b,y\n1,x,p\n2,x,q\n", ["y"], 0);
        Get(job);
        var copy = _folder.Write("copy.csv", "a,b,y\n1,x,p\n2,x,q\n");

        Get(job with { Data = job.Data with { Train = new SourceSpec { Csv = copy } } });

        Assert.Equal(1, _reads);
    }

    [Fact]
    public void Get_DamagedTable_IsReadAnew()
    {
        var job = Job("a,b,y\n1,x,p\n2,,q\n3,z,p\n", ["y"], 0);
        var expected = Get(job);
        var whole = File.ReadAllBytes(Assert.Single(Files));
        var reads = _reads;
        foreach (var length in Enumerable.Range(0, whole.Length).Where(l => l % 7 == 0))
        {
            Replace(Files[0], whole[..length]);
            AssertSame(expected, Get(job), job);
            Assert.Equal(++reads, _reads);
        }

        for (var at = 0; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            Replace(Files[0], damaged);
            AssertSame(expected, Get(job), job);
            Assert.Equal(++reads, _reads);
        }

        Assert.Equal(whole, File.ReadAllBytes(Assert.Single(Files)));
    }

    [Fact]
    public void Get_NoRoom_DropsTheTablesUsedLongestAgo()
    {
        JobSpec[] jobs = [.. Enumerable.Range(0, 3).Select(i => Job("a,y\n1,p\n2,q\n", ["y"], 0.5) with { Seed = i })];
        Array.ForEach(jobs, job => Get(job));
        var size = new FileInfo(Files[0]).Length;
        Directory.Delete(Root, recursive: true);
        var limit = (2 * size) + 10;
        _reads = 0;

        Get(jobs[0], limit);
        Get(jobs[1], limit);
        File.SetLastWriteTimeUtc(Files.OrderBy(File.GetLastWriteTimeUtc).First(), DateTime.UtcNow.AddMinutes(-2));
        File.SetLastWriteTimeUtc(Files.OrderBy(File.GetLastWriteTimeUtc).Last(), DateTime.UtcNow.AddMinutes(-1));
        Get(jobs[0], limit);
        Get(jobs[2], limit);

        Assert.Equal((2, 3), (Files.Length, _reads));
        Get(jobs[0], limit);
        Assert.Equal(3, _reads);
        Get(jobs[1], limit);
        Assert.Equal(4, _reads);
    }

    [Fact]
    public void Get_TableLargerThanTheCache_IsNotKept()
    {
        var job = Job("a,y\n1,p\n2,q\n", ["y"], 0);

        Assert.Equal(2, Get(job, bytes: 10).Train.Rows);

        Assert.Empty(Files);
    }

    [Fact]
    public void Get_SmallOrFastSource_IsNotKept()
    {
        var job = Job("a,y\n1,p\n2,q\n", ["y"], 0);

        Get(job, options: new TableCacheOptions(Root) { LeastTime = TimeSpan.Zero });
        Get(job, options: new TableCacheOptions(Root) { LeastBytes = 0, LeastTime = TimeSpan.FromMinutes(1) });

        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void Get_SourceThatIsNotThere_IsForItsReaderToTell()
    {
        var job = Job("a,y\n1,p\n2,q\n", ["y"], 0);
        job = job with { Data = job.Data with { Train = new SourceSpec { Csv = "/no/such/file" } } };

        Assert.Throws<Granary.Data.Faults.DataException>(() => Get(job));
    }

    // Another file: what is mapped stays as it is.
    private static void Replace(string path, byte[] content)
    {
        File.Delete(path);
        File.WriteAllBytes(path, content);
    }

    private string[] Files => Directory.Exists(Root) ? Directory.GetFiles(Root) : [];

    private JobSpec Job(string csv, string[] labels, double test) => TestJobs.Digits with
    {
        Data = new DataSpec { Train = new SourceSpec { Csv = _folder.Write("table.csv", csv) }, Labels = labels, TestFraction = test },
        Network = new NetworkSpec { Hidden = [4], Dimensions = [], Activations = [Activation.Relu, Activation.Identity] },
    };

    private TrainingData Get(JobSpec job, long bytes = TableCacheOptions.DefaultBytes) =>
        Get(job, new TableCacheOptions(Root, bytes) { LeastBytes = 0, LeastTime = TimeSpan.Zero });

    private TrainingData Get(JobSpec job, TableCacheOptions options) => new TableCache(options, NullLogger<TableCache>.Instance).Get(job, () =>
    {
        _reads++;
        return TrainingData.Load(job.ToRequest());
    });

    private static void AssertSame(TrainingData expected, TrainingData found, JobSpec job)
    {
        Assert.Equal(expected.Hash, found.Hash);
        Assert.Equal(expected.Notes, found.Notes);
        Assert.Equal(Describe(expected, job), Describe(found, job));
        AssertSame(expected.Train, found.Train);
        Assert.Equal(expected.Test is null, found.Test is null);
        if (expected.Test is not null)
        {
            AssertSame(expected.Test, found.Test!);
        }
    }

    private static string Describe(TrainingData data, JobSpec job) => DescriptionJson.Write(job.For(data.Train).ToDescription("job-1", data));

    private static void AssertSame(Dataset expected, Dataset found)
    {
        Assert.Equal(expected.Rows, found.Rows);
        Assert.Equal(expected.FeatureNames, found.FeatureNames);
        Assert.Equal(expected.TargetNames.Names, found.TargetNames.Names);
        Assert.Equal(expected.TargetNames.Units, found.TargetNames.Units);
        Assert.Equal(expected.Labels, found.Labels);
        Assert.True(MemoryMarshal.AsBytes(expected.Values).SequenceEqual(MemoryMarshal.AsBytes(found.Values)));
        Assert.True(MemoryMarshal.AsBytes(expected.Features.Span).SequenceEqual(MemoryMarshal.AsBytes(found.Features.Span)));
    }
}
