using System.Text;

namespace Granary.Clustering.Storage.Tests.Storage;

public sealed class StateFolderTests : IDisposable
{
    private static readonly StateKey Key = new("job/digits-1", "job");

    private readonly string _root = Directory.CreateTempSubdirectory("granary-").FullName;

    private string FolderPath => Path.Combine(_root, "state", Key.FolderName());

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void TryWrite_ManyVersions_KeepsTheLastEight()
    {
        var folder = new StateFolder(FolderPath, Key);
        for (var version = 1; version <= 12; version++)
        {
            Assert.True(folder.TryWrite(File(version)));
        }

        Assert.Equal(
            Enumerable.Range(5, 8).Select(version => $"0000000000{version:D2}.state"),
            Directory.GetFiles(FolderPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryWrite_VersionLongReplaced_IsRefusedAndLeavesNoFile()
    {
        var folder = new StateFolder(FolderPath, Key);
        for (var version = 1; version <= 10; version++)
        {
            folder.TryWrite(File(version));
        }

        // What a silo would do that read version 1, was frozen, and woke up now.
        Assert.False(folder.TryWrite(File(2, "stale")));
        Assert.Equal("version 10", Text(folder.Read()!));
        Assert.Equal(8, Directory.GetFiles(FolderPath).Length);
    }

    [Fact]
    public async Task TryWrite_ManyWriters_NoneLosesWhatAnotherWrote()
    {
        const int Writers = 4;
        const int Writes = 50;
        var written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(writer, Writes))));

        var found = Text(new StateFolder(FolderPath, Key).Read()!).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(found.Length, found.Distinct().Count());
        Assert.Equal(Writers * Writes, written.SelectMany(w => w).Intersect(found).Count());
    }

    [Fact]
    public void TryWrite_CrashedWritersFile_IsSweptWhenOld()
    {
        var folder = new StateFolder(FolderPath, Key);
        folder.TryWrite(File(1));
        var (old, young) = (Path.Combine(FolderPath, "000000000002.state.a.tmp"), Path.Combine(FolderPath, "000000000002.state.b.tmp"));
        System.IO.File.WriteAllText(old, "half");
        System.IO.File.WriteAllText(young, "half");
        System.IO.File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));

        Assert.True(folder.TryWrite(File(2)));

        Assert.False(System.IO.File.Exists(old));
        Assert.True(System.IO.File.Exists(young));
        Assert.Equal("version 2", Text(folder.Read()!));
    }

    [Theory]
    [InlineData("", "found 0 bytes that are not a state file")]
    [InlineData("{\"format\":\"granary state 2\"}\nx", "expected a first line of JSON with the format 'granary state 1'")]
    [InlineData("no json\n", "found 8 bytes that are not a state file")]
    public void Read_ForeignFile_NamesItAndSaysWhatToDo(string content, string expected)
    {
        var path = WriteOne();
        System.IO.File.WriteAllText(path, content);

        AssertFault(path, expected);
    }

    [Fact]
    public void Read_TornFile_SaysHowMuchIsThere()
    {
        var path = WriteOne();
        System.IO.File.WriteAllBytes(path, System.IO.File.ReadAllBytes(path)[..^4]);

        AssertFault(path, "found 5 bytes after its first line, expected 9");
    }

    [Fact]
    public void Read_ChangedByte_SaysTheHashes()
    {
        var path = WriteOne();
        var bytes = System.IO.File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        System.IO.File.WriteAllBytes(path, bytes);

        AssertFault(path, "found content with the SHA-256 ");
    }

    [Fact]
    public void Read_FileOfAnotherGrain_SaysWhose()
    {
        var path = WriteOne(new StateKey("job/digits-2", "job"));

        AssertFault(path, "found the state 'job' of job/digits-2, expected 'job' of job/digits-1");
    }

    [Fact]
    public void TryWrite_RootIsAFile_SaysWhich()
    {
        System.IO.File.WriteAllText(Path.Combine(_root, "state"), "");

        var error = Assert.ThrowsAny<IOException>(() => new StateFolder(FolderPath, Key).TryWrite(File(1)));

        Assert.Contains(Path.Combine(_root, "state"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderName_OddKeys_AreSafeAndApart()
    {
        StateKey[] keys =
        [
            new("job/../../etc", "job"), new("job/..-..-etc", "job"), new("job/Digits", "job"), new("job/digits", "job"),
            new("job/" + new string('x', 500), "job"), new("job/ø\n*?:", "job"),
        ];

        var names = keys.Select(k => k.FolderName().ToLowerInvariant()).ToArray();

        Assert.Equal(keys.Length, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z0-9_-]{1,100}$", name));
        Assert.StartsWith("job-job-digits-", new StateKey("job/digits", "job").FolderName(), StringComparison.Ordinal);
    }

    // Adds a word at a time to what others wrote, each time another word; gives back those that it was told are written.
    private List<string> Write(int writer, int writes)
    {
        var folder = new StateFolder(FolderPath, Key);
        var written = new List<string>();
        for (var attempt = 0; written.Count < writes; attempt++)
        {
            var (version, words) = folder.Read() is { } read ? (read.Header.Version, Text(read)) : (0, "");
            var word = $"{writer}/{attempt}";
            if (folder.TryWrite(File(version + 1, $"{words} {word}")))
            {
                written.Add(word);
            }
        }

        return written;
    }

    private static StateFile File(long version, string? text = null) => StateFile.Create(
        Key, version, DateTimeOffset.UnixEpoch, exists: true, Encoding.UTF8.GetBytes(text ?? $"version {version}"));

    private static string Text(StateFile file) => Encoding.UTF8.GetString(file.Payload.Span);

    private string WriteOne(StateKey? key = null)
    {
        var file = StateFile.Create(key ?? Key, 1, DateTimeOffset.UnixEpoch, exists: true, "version 1"u8.ToArray());
        Assert.True(new StateFolder(FolderPath, Key).TryWrite(file));
        return Assert.Single(Directory.GetFiles(FolderPath));
    }

    private void AssertFault(string path, string expected)
    {
        var error = Assert.Throws<StateFileException>(() => new StateFolder(FolderPath, Key).Read());
        Assert.StartsWith($"The state file {path} cannot be used: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains($"remove the folder {FolderPath}", error.Message, StringComparison.Ordinal);
    }
}
