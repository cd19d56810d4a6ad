using Granary.Clustering.Addresses;

namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>A silo that keeps states in files.</summary>
public sealed class FilesFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-files-").FullName;

    public string StateFolder => Path.Combine(_folder, "state");

    internal TestSilo Silo { get; private set; } = null!;

    public async Task InitializeAsync() =>
        Silo = await TestSilo.StartAsync(new ClusterAddress.Local(), new DataDirectory(_folder));

    public async Task DisposeAsync()
    {
        await Silo.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
