using Granary.Clustering.Addresses;

namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>A silo that keeps states in files.</summary>
public sealed class FilesFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    internal TestSilo Silo { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Silo = await TestSilo.StartAsync(new ClusterAddress.Local(), new DataDirectory(_data.Path));

    public async ValueTask DisposeAsync()
    {
        await Silo.DisposeAsync();
        _data.Dispose();
    }
}
