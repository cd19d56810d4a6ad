namespace Granary.Faults.Tests.Network;

/// <summary>A test that needs network namespaces, and is skipped, with the reason, where they are not allowed.</summary>
public sealed class NetworkFactAttribute : FactAttribute
{
    public NetworkFactAttribute() => Skip = Namespaces.WhyNot!;
}

/// <summary>The same with data.</summary>
public sealed class NetworkTheoryAttribute : TheoryAttribute
{
    public NetworkTheoryAttribute() => Skip = Namespaces.WhyNot!;
}
