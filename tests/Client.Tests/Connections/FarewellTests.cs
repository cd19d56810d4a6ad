using Granary.Client.Connections;

namespace Granary.Client.Tests.Connections;

public sealed class FarewellTests
{
    [Fact]
    public async Task DisposeAsync_ClientThatDoesNotEnd_IsNotWaitedForLong()
    {
        await using var stuck = new Client(new TaskCompletionSource().Task);

        await new Farewell(stuck).DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(stuck.IsAsked);
        stuck.Ending = Task.CompletedTask;
    }

    [Fact]
    public async Task DisposeAsync_ClientThatFails_SaysSo()
    {
        var client = new Client(Task.FromException(new InvalidOperationException("odd")));

        await Assert.ThrowsAsync<InvalidOperationException>(() => new Farewell(client).DisposeAsync().AsTask());
    }

    private sealed class Client(Task ending) : IAsyncDisposable
    {
        public Task Ending { get; set; } = ending;

        public bool IsAsked { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsAsked = true;
            return new ValueTask(Ending);
        }
    }
}
