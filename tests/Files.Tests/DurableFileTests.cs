using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Granary.Files.Tests;

public sealed class DurableFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-").FullName;

    private string FilePath => Path.Combine(_folder, "record");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Replace_ExistingFile_HoldsTheNewContentAlone()
    {
        DurableFile.Replace(FilePath, Text("a long first content"));
        DurableFile.Replace(FilePath, Text("second"));

        Assert.Equal("second", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Replace_DiskFullHalfWay_LeavesTheOldFileAndNothingElse()
    {
        DurableFile.Replace(FilePath, Text("first"));

        var error = Assert.Throws<IOException>(() => DurableFile.Replace(FilePath, file =>
        {
            Text("sec")(file);
            throw new IOException("No space left on device");
        }));

        Assert.Equal("No space left on device", error.Message);
        Assert.Equal("first", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void TryCreate_ExistingFile_IsFalseAndTouchesNothing()
    {
        Assert.True(DurableFile.TryCreate(FilePath, Text("first")));
        Assert.False(DurableFile.TryCreate(FilePath, Text("second")));

        Assert.Equal("first", File.ReadAllText(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void TryCreate_ManyAtOnce_OneSucceeds()
    {
        const int Writers = 8;
        for (var round = 0; round < 20; round++)
        {
            var path = Path.Combine(_folder, $"round-{round}");
            using var together = new Barrier(Writers);
            var winners = new bool[Writers];
            var threads = Enumerable.Range(0, Writers).Select(i => new Thread(() => winners[i] = DurableFile.TryCreate(path, file =>
            {
                Text($"writer {i}")(file);
                together.SignalAndWait();
            }))).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());

            var winner = Assert.Single(Enumerable.Range(0, Writers), i => winners[i]);
            Assert.Equal($"writer {winner}", File.ReadAllText(path));
        }
    }

    [Fact]
    public void IsTemporary_NameWhileWriting_IsOne()
    {
        var names = new List<string>();
        DurableFile.Replace(FilePath, _ => names.AddRange(Directory.GetFiles(_folder)));

        Assert.True(DurableFile.IsTemporary(Assert.Single(names)));
        Assert.False(DurableFile.IsTemporary(FilePath));
    }

    [Fact]
    public void Create_BelowAFile_SaysWhichPath()
    {
        File.WriteAllText(FilePath, "");

        var error = Assert.ThrowsAny<IOException>(() => DurableDirectory.Create(Path.Combine(FilePath, "inside")));

        Assert.Contains(FilePath, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sync_MissingDirectory_SaysWhichAndWhy()
    {
        var missing = Path.Combine(_folder, "missing");

        var error = Assert.Throws<IOException>(() => DurableDirectory.Sync(missing));

        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
        Assert.Contains("No such file or directory", error.Message, StringComparison.Ordinal);
    }

    private static Action<SafeFileHandle> Text(string text) => file => RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
}
