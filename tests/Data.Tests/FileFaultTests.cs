using System.Diagnostics;
using Granary.Data.Faults;
using Granary.Data.Sources;

namespace Granary.Data.Tests;

public class FileFaultTests : DataFiles
{
    private static DataFault FaultOf(string path) =>
        LoadFault(new DataRequest(new TableSource(path)) { Labels = ["label"] });

    [Fact]
    public void Load_MissingFile_SaysTheFullPath()
    {
        var fault = FaultOf("no-such-folder/no.csv");
        AssertFileFault(fault, "no.csv", "no such file", Path.GetFullPath("no-such-folder/no.csv"));
    }

    [Fact]
    public void Load_Directory_SaysSo() =>
        AssertFileFault(FaultOf(Folder), Path.GetFileName(Folder), "a directory, expected a file", Folder);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Load_Pipe_IsRefusedInsteadOfWaitedFor(bool throughLink)
    {
        var pipe = Path.Combine(Folder, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var path = throughLink ? File.CreateSymbolicLink(Path.Combine(Folder, "link"), pipe).FullName : pipe;
        var fault = await Task.Run(() => FaultOf(path), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        AssertFileFault(fault, Path.GetFileName(path), "a pipe or a device");
    }

    [Fact]
    public void Load_Device_IsRefused() => AssertFileFault(FaultOf("/dev/zero"), "zero", "a pipe or a device");

    // The exception is made here because a test that runs as root may read everything.
    [Fact]
    public void Describe_NoPermission_SaysToCheckPermissions()
    {
        var path = Write("secret.csv", [1]);
        var message = DataFile.Describe(new UnauthorizedAccessException(), path);
        Assert.NotNull(message);
        Assert.Contains("permissions", message);
        Assert.Contains(path, message);
    }

    [Fact]
    public void Describe_DiskError_GivesItsMessage() =>
        Assert.Contains("device broke", DataFile.Describe(new IOException("device broke"), "a.csv"));

    [Fact]
    public void Describe_ExceptionThatIsNotAboutTheFile_IsLeftAlone() =>
        Assert.Null(DataFile.Describe(new InvalidOperationException(), "a.csv"));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void Load_NotAPath_SaysSo(string path) => Assert.Contains("not a path", FaultOf(path).Message);

    [Fact]
    public void Load_BothFilesOfIdxMissing_ListsBoth()
    {
        var source = new ArraySource(Path.Combine(Folder, "i"), Path.Combine(Folder, "l"));
        var faults = Assert.Throws<DataException>(() => TrainingData.Load(new DataRequest(source))).Faults;
        Assert.Equal([source.Images, source.Labels], faults.Select(f => f.File));
    }
}
