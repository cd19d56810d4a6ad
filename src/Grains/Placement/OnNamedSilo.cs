using Granary.Grains.Interfaces;
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Granary.Grains.Placement;

/// <summary>Places a grain on the silo that its key names (see <see cref="GrainKeys"/>), and has that silo alone keep its address.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnNamedSiloAttribute() : PlacementAttribute(new OnNamedSilo())
{
    public override void Populate(
        IServiceProvider services, Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        base.Populate(services, grainClass, grainType, properties);
        properties[WellKnownGrainTypeProperties.GrainDirectory] = NamedSiloDirectory.Name;
    }
}

/// <summary>The strategy of <see cref="OnNamedSiloAttribute"/>.</summary>
[GenerateSerializer, Immutable, Alias("granary.OnNamedSilo")]
internal sealed class OnNamedSilo : PlacementStrategy;

/// <summary>Carries out <see cref="OnNamedSilo"/>: the same answer on every silo, whatever it believes about the others' load.</summary>
internal sealed class OnNamedSiloDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var key = target.GrainIdentity.Key.ToString()!;
        var silo = SiloAddress.FromParsableString(GrainKeys.SiloOf(key));
        return context.GetCompatibleSilos(target).Contains(silo)
            ? Task.FromResult(silo)
            : throw new SiloUnavailableException($"The silo of the grain '{key}' has left the cluster.");
    }
}
