using Granary.Grains.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Providers;
using Orleans.Storage;

namespace Granary.Grains.Hosting;

/// <summary>
/// Where jobs are recorded: in the storage provider of the name <see cref="ClusterDefaults.Storage"/>, or else in the silo's default one. A silo that has
/// neither does not start.
/// </summary>
/// <param name="services">The silo's services.</param>
internal sealed class StateStorage(IServiceProvider services) : IConfigurationValidator
{
    /// <summary>Has the default provider stand in where there is no other. One that is added later takes its place.</summary>
    public static void AddTo(IServiceCollection services)
    {
        services.TryAddKeyedSingleton(ClusterDefaults.Storage, (provider, _) => DefaultOf(provider));
        services.AddSingleton<IConfigurationValidator, StateStorage>();
    }

    /// <inheritdoc/>
    public void ValidateConfiguration() => services.GetRequiredKeyedService<IGrainStorage>(ClusterDefaults.Storage);

    private static IGrainStorage DefaultOf(IServiceProvider services) =>
        services.GetKeyedService<IGrainStorage>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME)
        ?? throw new OrleansConfigurationException(
            $"found no grain storage in which Granary could record jobs, expected one named '{ClusterDefaults.Storage}' or a default one: add for example "
            + "AddMemoryGrainStorageAsDefault() to the silo, or one that outlives it");
}
