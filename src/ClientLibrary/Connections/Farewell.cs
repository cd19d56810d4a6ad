namespace Granary.Client.Connections;

/// <summary>
/// Ends a connection politely, but not for long: what was asked for has been answered by then, so nobody has to wait for a client whose silo does not
/// let it go.
/// </summary>
/// <param name="client">The client.</param>
internal sealed class Farewell(IAsyncDisposable client) : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.DisposeAsync().AsTask().WaitAsync(Longest);
        }
        catch (TimeoutException)
        {
            // It ends with the program at the latest.
        }
    }
}
