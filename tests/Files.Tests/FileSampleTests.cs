namespace Granary.Files.Tests;

public sealed class FileSampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5000, 4999)]
    [InlineData(262_144, 100_000)]
    [InlineData(3_000_000, 0)]
    [InlineData(3_000_000, 2_999_999)]
    public void Of_OneOtherByteAmongThoseLookedAt_IsAnotherHash(int length, int at)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        var before = FileSample.Of(Write("a", bytes));
        bytes[at] ^= 1;

        var after = FileSample.Of(Write("b", bytes));

        Assert.Equal(length, before.Bytes);
        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal(after, FileSample.Of(Write("c", bytes)));
    }

    [Fact]
    public void Of_ALargeFile_LooksAtASmallPartOfIt()
    {
        var bytes = new byte[3_000_000];
        var before = FileSample.Of(Write("a", bytes));
        bytes[20_000] ^= 1;

        Assert.Equal(before, FileSample.Of(Write("a", bytes)));
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
