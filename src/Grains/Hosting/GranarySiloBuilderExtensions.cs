using Granary.Grains.Compute;
using Granary.Grains.Data;
using Granary.Grains.Layers;
using Granary.Grains.Placement;
using Granary.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Grains.Hosting;

/// <summary>Adds training to a silo.</summary>
public static class GranarySiloBuilderExtensions
{
    /// <summary>Adds the grains' services: compute threads, data sets, the registry of slices and their placement.</summary>
    /// <param name="builder">The silo.</param>
    /// <param name="options">What it computes with.</param>
    /// <exception cref="ArgumentException">There is no kernel of that name.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine cannot run it.</exception>
    public static ISiloBuilder AddGranary(this ISiloBuilder builder, ComputeOptions options)
    {
        ComputeOptions.CheckKernel(options.Kernel);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => new ComputeLane(options.Threads));
        builder.Services.AddSingleton<DatasetStore>();
        builder.Services.AddSingleton<SliceRegistry>();
        builder.Services.AddSingleton<WorkerCount>();
        builder.Services.AddPlacementDirector<OnNamedSilo, OnNamedSiloDirector>();
        return builder;
    }
}
