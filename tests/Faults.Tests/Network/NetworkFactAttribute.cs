namespace Granary.Faults.Tests.Network;

/// <summary>A test that needs network namespaces, and is skipped, with the reason, where they are not allowed.</summary>
public sealed class NetworkFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(Try);

    public NetworkFactAttribute() => Skip = WhyNot.Value!;

    private static string? Try()
    {
        try
        {
            Task.Run(async () => await (await Namespaces.Create(1)).DisposeAsync()).Wait();
            return null;
        }
        catch (AggregateException e)
        {
            return $"It needs network namespaces. {e.InnerException?.Message}";
        }
    }
}
