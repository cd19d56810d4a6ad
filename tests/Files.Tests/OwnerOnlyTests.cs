namespace Granary.Files.Tests;

/// <summary>What Granary writes can be read, written and listed by its owner alone.</summary>
public sealed class OwnerOnlyTests : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("granary-");

    private string Inside => Path.Combine(_folder.FullName, "a", "b");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Create_Directories_AreTheOwnersAlone()
    {
        DurableDirectory.Create(Inside);

        AssertClosed(Inside);
        AssertClosed(Path.GetDirectoryName(Inside)!);
    }

    [Fact]
    public void Replace_File_IsTheOwnersAlone()
    {
        var path = Path.Combine(_folder.FullName, "file");

        DurableFile.Replace(path, file => RandomAccess.Write(file, "text"u8, 0));

        AssertClosed(path);
        Assert.Equal("text", File.ReadAllText(path));
    }

    [Fact]
    public void Open_ExistingFile_IsNotChanged()
    {
        var path = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(path, "text");

        using var file = OwnerOnly.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(4, file.Length);
    }

    [Fact]
    public void Claim_OpenDirectory_IsClosed()
    {
        Directory.CreateDirectory(Inside);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Inside, File.GetUnixFileMode(Inside) | Others);
        }

        OwnerOnly.Claim(Inside);

        AssertClosed(Inside);
    }

    private static void AssertClosed(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & Others);
        }
    }
}
