using Granary.Grains.Caching;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Grains.Tests.Caching;

/// <summary>Keeps nothing.</summary>
internal static class NoCache
{
    public static TableCache Cache { get; } =
        new(new TableCacheOptions("/no/such/directory") { LeastBytes = long.MaxValue }, NullLogger<TableCache>.Instance);
}
