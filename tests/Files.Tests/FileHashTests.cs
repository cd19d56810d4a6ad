namespace Granary.Files.Tests;

public sealed class FileHashTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4 << 20)]
    [InlineData((9 << 20) + 1)]
    public void OfChunks_AnyOtherByteOrLength_IsAnotherHash(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        var hash = Of(bytes);

        Assert.Equal(hash, Of(bytes));
        Assert.NotEqual(hash, Of([.. bytes, 0]));
        foreach (var at in new[] { 0, length / 2, length - 1 }.Where(at => at >= 0 && at < length))
        {
            bytes[at] ^= 1;
            Assert.NotEqual(hash, Of(bytes));
            bytes[at] ^= 1;
        }
    }

    private string Of(byte[] bytes)
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllBytes(path, bytes);
        return FileHash.OfChunks(path);
    }
}
