using System.Security.Cryptography;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Numerics.Memory;

namespace Granary.Grains.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private const string Job = "digits-1";

    // More than one piece of those in which files are written and read, and no multiple of it.
    private const int Length = 150_001;

    private readonly TemporaryFolder _folder = new();
    private readonly CheckpointStore _store;

    public CheckpointStoreTests() => _store = new CheckpointStore(Root);

    private string Root => Path.Combine(_folder.Path, "checkpoints");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Write_ThenRead_GivesTheSameBits(int arrays)
    {
        var written = Arrays(1, arrays);
        written[0].Span[7] = float.NaN;
        written[0].Span[8] = -0f;
        var entry = _store.Write(Slice(500), written);

        var read = Empty(arrays);
        _store.Read(Slice(500), entry, read);

        AssertSame(written, read);
    }

    [Fact]
    public void Read_WholeDirectoryGone_IsRefusedSoThatNoCheckpointIsGivenUp()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));
        Directory.Move(Root, Root + ".unmounted");

        Assert.Throws<RefusedException>(() => _store.Read(Slice(500), entry, Empty(1)));
        Assert.Throws<RefusedException>(() => _store.Verify([entry]));

        Directory.Move(Root + ".unmounted", Root);
        _store.Verify([entry]);
    }

    [Fact]
    public void Verify_FileOfOtherBits_SaysWhatWasFound()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));
        var bytes = File.ReadAllBytes(PathOf(entry));
        bytes[^1] ^= 1;
        File.WriteAllBytes(PathOf(entry), bytes);

        var exception = Assert.Throws<CheckpointException>(() => _store.Verify([entry]));

        Assert.Contains($"{PathOf(entry)} is damaged or another one: found the SHA-256", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteInTurn_ManyAtOnce_WritesAll()
    {
        var entries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _store.WriteInTurn(Slice(500 + i), Arrays(1, 1))));

        Assert.Equal(8, Files().Length);
        _store.Verify(entries);
    }

    [Fact]
    public void Write_Slice_TellsFileLengthAndHash()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 2));

        var bytes = File.ReadAllBytes(PathOf(entry));
        Assert.Equal((2, 3, "digits-1/000000000500/layer-2-slice-3.tensors"), (entry.Layer, entry.Slice, entry.File));
        Assert.Equal(bytes.Length, entry.Bytes);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), entry.Sha256);
        Assert.Equal([PathOf(entry)], Files());
    }

    [Fact]
    public void Write_Slice_IsALineOfJsonAndThenTheFloats()
    {
        var arrays = Arrays(1, 2);
        var bytes = File.ReadAllBytes(PathOf(_store.Write(Slice(500), arrays)));

        var header = bytes.AsSpan(0, bytes.AsSpan().IndexOf((byte)'\n') + 1);

        Assert.Equal(0, header.Length % 64);
        Assert.Equal(
            "{\"magic\":\"granary slice\",\"format\":1,\"type\":\"float32 little-endian\",\"job\":\"digits-1\",\"version\":500,"
            + $"\"layer\":2,\"slice\":3,\"lengths\":[{Length},{Length}]}}",
            System.Text.Encoding.UTF8.GetString(header).TrimEnd());
        Assert.Equal(header.Length + (2 * Length * sizeof(float)), bytes.Length);
        Assert.Equal(arrays[1].Span[5], BitConverter.ToSingle(bytes, header.Length + ((Length + 5) * sizeof(float))));
    }

    [Fact]
    public async Task Write_SameSliceByManyAtOnce_NobodyIsHarmed()
    {
        var arrays = Arrays(1, 2);
        var entries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new CheckpointStore(Root).Write(Slice(500), arrays))));

        var read = Empty(2);
        _store.Read(Slice(500), Assert.Single(entries.Distinct()), read);

        AssertSame(arrays, read);
        Assert.Single(Files());
    }

    [Fact]
    public void Write_NameCannotBeTaken_LeavesNothingAndKeepsWhatWasThere()
    {
        var earlier = _store.Write(Slice(400), Arrays(1, 1));
        var path = PathOf(earlier).Replace("400", "500", StringComparison.Ordinal);
        Directory.CreateDirectory(path);

        var error = Assert.Throws<CheckpointException>(() => _store.Write(Slice(500), Arrays(2, 1)));

        Assert.StartsWith($"The checkpoint file {path} was not written: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"It needs about {Length * sizeof(float)} bytes. Earlier checkpoints are untouched. Make room in {Root}", error.Message, StringComparison.Ordinal);
        Assert.Equal([PathOf(earlier)], Files());
        _store.Read(Slice(400), earlier, Empty(1));
    }

    [Fact]
    public void Write_RootIsAFile_SaysWhich()
    {
        _folder.Write("checkpoints", "");

        var error = Assert.Throws<CheckpointException>(() => _store.Write(Slice(500), Arrays(1, 1)));

        Assert.Contains(Root, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_SaysWhatWasExpected()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));
        File.Delete(PathOf(entry));

        AssertFault(Slice(500), entry, 1, $"{PathOf(entry)} cannot be read", $"Expected {entry.Bytes} bytes with the SHA-256 {entry.Sha256}");
    }

    [Fact]
    public void Read_TornFile_SaysBothLengths()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));
        using (var file = File.OpenWrite(PathOf(entry)))
        {
            file.SetLength(entry.Bytes - 4096);
        }

        AssertFault(Slice(500), entry, 1, PathOf(entry), $"found {entry.Bytes - 4096} bytes, expected {entry.Bytes}");
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400_000)]
    public void Read_ChangedByte_SaysBothHashes(int fromTheEnd)
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));
        using (var file = File.Open(PathOf(entry), FileMode.Open))
        {
            file.Seek(-fromTheEnd, SeekOrigin.End);
            var value = file.ReadByte();
            file.Seek(-1, SeekOrigin.Current);
            file.WriteByte((byte)(value ^ 1));
        }

        AssertFault(Slice(500), entry, 1, PathOf(entry), "found the SHA-256 ", $"expected {entry.Sha256}");
    }

    [Fact]
    public void Read_FileOfAnotherVersion_SaysWhatItIs()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));

        AssertFault(Slice(501), entry, 1, PathOf(entry), "\"version\":500,", "expected '{\"magic\"", "\"version\":501,");
    }

    [Fact]
    public void Read_OtherNumberOfArrays_IsRefused()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));

        AssertFault(Slice(500), entry, 2, PathOf(entry), $"\"lengths\":[{Length}]", $"\"lengths\":[{Length},{Length}]");
    }

    [Fact]
    public void Keep_SomeVersions_RemovesTheOlderOthers()
    {
        foreach (var version in new[] { 100, 200, 300, 400, 500 })
        {
            _store.Write(Slice(version), Arrays(1, 1));
        }

        _store.Write(Slice(100) with { JobId = "digits-10" }, Arrays(1, 1));
        _store.Keep(Job, [400, 200]);

        Assert.Equal(["000000000200", "000000000400", "000000000500"], Versions(Job));
        Assert.Equal(["000000000100"], Versions("digits-10"));
    }

    [Fact]
    public void Keep_JobWithoutFiles_DoesNothing() => _store.Keep(Job, [1]);

    [Fact]
    public void Keep_ForeignFolders_Stay()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));
        var notes = Directory.CreateDirectory(Path.Combine(Root, Job, "notes")).FullName;

        _store.Keep(Job, [500, 400]);

        Assert.True(Directory.Exists(notes));
        Assert.True(File.Exists(PathOf(entry)));
    }

    [Fact]
    public void Sweep_CrashedWritersFiles_AreGoneAndNoOthers()
    {
        var entry = _store.Write(Slice(500), Arrays(1, 1));
        File.WriteAllText(PathOf(entry) + ".0123.tmp", "half");

        _store.Sweep(Job);

        Assert.Equal([PathOf(entry)], Files());
    }

    [Fact]
    public void Write_OntoATornFile_PutsAGoodOneInItsPlace()
    {
        var arrays = Arrays(1, 1);
        var entry = _store.Write(Slice(500), arrays);
        File.WriteAllText(PathOf(entry), "torn");

        Assert.Equal(entry, _store.Write(Slice(500), arrays));
        _store.Read(Slice(500), entry, Empty(1));
    }

    [Fact]
    public void WriteAndRead_LargeSlice_AllocateNoCopyOfIt()
    {
        var (arrays, read) = (Arrays(1, 3), Empty(3));
        _store.Read(Slice(1), _store.Write(Slice(1), arrays), read);
        var before = GC.GetAllocatedBytesForCurrentThread();

        _store.Read(Slice(2), _store.Write(Slice(2), arrays), read);

        // Names, header, handles and hash: some kilobytes; one array alone is 600 KB.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 64 * 1024);
    }

    private static SliceVersion Slice(long version) => new(Job, version, 2, 3);

    private static AlignedBuffer[] Empty(int count) => [.. Enumerable.Range(0, count).Select(_ => new AlignedBuffer(Length))];

    private static AlignedBuffer[] Arrays(int seed, int count)
    {
        var random = new Random(seed);
        var arrays = Empty(count);
        foreach (var array in arrays)
        {
            foreach (ref var value in array.Span)
            {
                value = random.NextSingle();
            }
        }

        return arrays;
    }

    private static void AssertSame(AlignedBuffer[] expected, AlignedBuffer[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        foreach (var (one, other) in expected.Zip(found))
        {
            Assert.True(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(one.Span).SequenceEqual(
                    System.Runtime.InteropServices.MemoryMarshal.AsBytes(other.Span)),
                "Other bits came back than were written.");
        }
    }

    private string PathOf(CheckpointEntry entry) => Path.Combine(Root, entry.File);

    private string[] Files() => Directory.GetFiles(Root, "*", SearchOption.AllDirectories);

    private IEnumerable<string?> Versions(string job) =>
        Directory.GetDirectories(Path.Combine(Root, job)).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private void AssertFault(SliceVersion slice, CheckpointEntry entry, int arrays, params string[] expected)
    {
        var error = Assert.Throws<CheckpointException>(() => _store.Read(slice, entry, Empty(arrays)));
        Assert.All(expected, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }
}
