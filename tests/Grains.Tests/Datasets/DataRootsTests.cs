using Granary.Data.Faults;
using Granary.Grains.Datasets;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Roots;
using Granary.Grains.Tests.Uploads;

namespace Granary.Grains.Tests.Datasets;

/// <summary>A job has no file read that is not below the directories that the operator named, and learns nothing of it.</summary>
public sealed class DataRootsTests : IDisposable
{
    private readonly TemporaryFolder _inside = new();
    private readonly TemporaryFolder _outside = new();

    private DataRoots Roots => DataRoots.Below(_inside.Path);

    public void Dispose()
    {
        _inside.Dispose();
        _outside.Dispose();
    }

    [Fact]
    public void Check_FileBelowARoot_IsRead() => Assert.Empty(Roots.Check(Only(_inside.Write("a.csv", "x,y\n1,2\n"))));

    [Fact]
    public void Check_MissingFileBelowARoot_IsForTheReaderToTell() => Assert.Empty(Roots.Check(Only(Path.Combine(_inside.Path, "missing.csv"))));

    [Fact]
    public void Check_FileOutside_SaysTheSameWhetherItIsThereOrNot()
    {
        var there = Assert.Single(Roots.Check(Only(_outside.Write("a.csv", "secret"))));
        var missing = Assert.Single(Roots.Check(Only(Path.Combine(_outside.Path, "b.csv"))));

        Assert.Equal(there.Message, missing.Message);
        Assert.Contains(_inside.Path, there.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_LinkThatLeadsOutside_IsNotFollowed()
    {
        var link = Path.Combine(_inside.Path, "link.csv");
        File.CreateSymbolicLink(link, _outside.Write("a.csv", "secret"));

        Assert.NotEmpty(Roots.Check(Only(link)));
    }

    [Fact]
    public void Check_LinkedDirectoryThatLeadsOutside_IsNotFollowed()
    {
        _outside.Write("a.csv", "secret");
        Directory.CreateSymbolicLink(Path.Combine(_inside.Path, "folder"), _outside.Path);

        Assert.NotEmpty(Roots.Check(Only(Path.Combine(_inside.Path, "folder", "a.csv"))));
    }

    [Fact]
    public void Check_LinkWithinARoot_IsFollowed()
    {
        var link = Path.Combine(_inside.Path, "link.csv");
        File.CreateSymbolicLink(link, _inside.Write("a.csv", "x,y\n1,2\n"));

        Assert.Empty(Roots.Check(Only(link)));
    }

    [Fact]
    public void Check_RootThatIsALink_IsResolvedToo()
    {
        var link = Path.Combine(_outside.Path, "root");
        Directory.CreateSymbolicLink(link, _inside.Path);

        Assert.Empty(DataRoots.Below(link).Check(Only(_inside.Write("a.csv", "x,y\n1,2\n"))));
    }

    [Fact]
    public void Check_LinksInACircle_AreNotFollowed()
    {
        var (a, b) = (Path.Combine(_inside.Path, "a"), Path.Combine(_inside.Path, "b"));
        File.CreateSymbolicLink(a, b);
        File.CreateSymbolicLink(b, a);

        Assert.NotEmpty(Roots.Check(Only(a)));
    }

    [Theory]
    [InlineData("../{0}/a.csv")]
    [InlineData("x/../../{0}/a.csv")]
    public void Check_PathThatClimbsOut_IsNotFollowed(string path)
    {
        _outside.Write("a.csv", "secret");

        Assert.NotEmpty(Roots.Check(Only(Path.Combine(_inside.Path, string.Format(null, path, Path.GetFileName(_outside.Path))))));
    }

    [Fact]
    public void Check_DirectoryWithTheRootsNameAsPrefix_IsOutside()
    {
        var twin = Directory.CreateDirectory(_inside.Path + "-twin");
        try
        {
            Assert.NotEmpty(Roots.Check(Only(Path.Combine(twin.FullName, "a.csv"))));
        }
        finally
        {
            twin.Delete(recursive: true);
        }
    }

    [Fact]
    public void Check_SeveralFiles_TellsEachByItsKey()
    {
        var data = new DataSpec
        {
            Train = new SourceSpec { Images = "/etc/passwd", Labels = "/etc/shadow" },
            Test = new SourceSpec { Csv = "/etc/group" },
        };

        Assert.Equal(["/etc/passwd", "/etc/shadow", "/etc/group"], Roots.Check(DataFiles.Of(data).Select(f => f.Path)).Select(f => f.File));
    }

    [Fact]
    public void Check_Anywhere_AllowsAll() => Assert.Empty(DataRoots.Anywhere.Check(Only("/etc/passwd")));

    [Fact]
    public async Task Get_FileOutside_IsNotRead()
    {
        var job = TestJobs.Digits with { Data = TestJobs.Digits.Data with { Train = new SourceSpec { Csv = "/etc/passwd" } } };

        var e = await Assert.ThrowsAsync<DataException>(() => new DatasetStore(Roots, NoUploads.Supply).Get(job));

        Assert.DoesNotContain("root:", e.Message, StringComparison.Ordinal);
    }

    private static string[] Only(string path) => [path];
}
