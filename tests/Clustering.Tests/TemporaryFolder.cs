namespace Granary.Clustering.Tests;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("granary-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
