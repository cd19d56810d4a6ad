using Granary.Web.Doors;

namespace Granary.Web.Hosting;

/// <summary>Who may come in.</summary>
public sealed record GranaryWebOptions
{
    /// <summary>The token of the owner, who may do everything. Others have tokens of the cluster's.</summary>
    public required AccessToken Token { get; init; }

    /// <summary>Names of the server besides <c>localhost</c>, <c>127.0.0.1</c> and <c>[::1]</c>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
