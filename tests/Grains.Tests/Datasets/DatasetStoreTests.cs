using Granary.Data;
using Granary.Data.Faults;
using Granary.Formulas.Activations;
using Granary.Grains.Datasets;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Roots;
using Granary.Grains.Tests.Uploads;
using Granary.Numerics.Datasets;

namespace Granary.Grains.Tests.Datasets;

public sealed class DatasetStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DatasetStore _store = new(DataRoots.Anywhere, NoUploads.Supply);

    [Fact]
    public async Task Get_SameData_IsReadOnce()
    {
        var spec = Job("a.csv", "x,y\n1,a\n2,b\n");

        var both = await Task.WhenAll(_store.Get(spec), _store.Get(spec with { Name = "other", Epochs = 9 }));

        Assert.Same(both[0], both[1]);
        Assert.Equal(2, both[0].Train.Rows);
    }

    [Fact]
    public async Task Get_OtherRequest_IsReadAnew()
    {
        var spec = Job("a.csv", "x,y\n1,a\n2,b\n");
        var first = await _store.Get(spec);

        Assert.NotSame(first, await _store.Get(spec with { Data = spec.Data with { Scaling = ScalingName.MinMax } }));
        Assert.NotSame(first, await _store.Get(spec with { Seed = 77 }));
    }

    [Fact]
    public async Task Get_OneOutputInsteadOfSeveral_ReadsNumbersAsValues()
    {
        var spec = Job("a.csv", "x,y\n1,3\n2,4\n");
        Assert.Equal(TargetKind.Classes, (await _store.Get(spec)).Train.Targets);

        var regression = spec with { Network = new NetworkSpec { Dimensions = [1, 1], Activations = [Activation.Identity] } };

        Assert.Equal(TargetKind.Values, (await _store.Get(regression)).Train.Targets);
    }

    [Fact]
    public async Task Get_ChangedFile_IsReadAnew()
    {
        var spec = Job("a.csv", "x,y\n1,a\n2,b\n");
        Assert.Equal(2, (await _store.Get(spec)).Train.Rows);

        _folder.Write("a.csv", "x,y\n1,a\n2,b\n3,a\n");

        Assert.Equal(3, (await _store.Get(spec)).Train.Rows);
    }

    [Fact]
    public async Task Get_FailedRead_IsTriedAgain()
    {
        var path = Path.Combine(_folder.Path, "late.csv");
        var spec = TestJobs.Digits with { Data = new DataSpec { Train = new SourceSpec { Csv = path }, Labels = ["y"] } };
        await Assert.ThrowsAsync<DataException>(() => _store.Get(spec));

        _folder.Write("late.csv", "x,y\n1,a\n2,b\n");

        Assert.Equal(2, (await _store.Get(spec)).Train.Rows);
    }

    [Fact]
    public async Task Get_SeveralDataSets_KeepsTheLastTwo()
    {
        var specs = new[] { "a", "b", "c" }.Select(n => Job($"{n}.csv", "x,y\n1,a\n2,b\n")).ToArray();
        var first = new List<TrainingData>();
        foreach (var spec in specs)
        {
            first.Add(await _store.Get(spec));
        }

        Assert.Same(first[2], await _store.Get(specs[2]));
        Assert.Same(first[1], await _store.Get(specs[1]));
        Assert.NotSame(first[0], await _store.Get(specs[0]));
    }

    public void Dispose() => _folder.Dispose();

    private JobSpec Job(string name, string text) => TestJobs.Digits with
    {
        Data = new DataSpec { Train = new SourceSpec { Csv = _folder.Write(name, text) }, Labels = ["y"] },
    };
}
