using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Granary.Clustering.Transport.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Clustering.Transport.Tests.Silos;

public sealed class FaultTests
{
    private const int MB = 1024 * 1024;

    [Fact]
    public async Task Reset_InTheMiddleOfAMessage_FailsTheCallAndConnectsAgain()
    {
        await using var proxy = new ResettingProxy();
        await using var pair = await SiloPair.Start(Kind.Unix, Kind.Unix, proxy);
        var grain = await pair.GrainOnSecond();
        var ended = proxy.Ended;

        proxy.ResetAfter(10 * MB);
        // A request whose connection ended may be lost without notice: Orleans promises no more than the time-out.
        grain.Echo(Bytes.Random(30 * MB)).Ignore();
        var bytes = Bytes.Random(MB);
        await Eventually.Becomes(() => proxy.Ended, "an ended connection", n => n > ended);
        Assert.Equal(bytes, await grain.Echo(bytes).WaitAsync(Eventually.Deadline));
        await NobodyHoldsMoreThanOneBlock(pair);
    }

    [Theory]
    [InlineData(int.MaxValue, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, -1)]
    [InlineData(100, int.MaxValue)]
    public async Task Frame_LengthsAreAbsurd_ClosesThatConnectionOnly(int header, int body)
    {
        await using var proxy = new ResettingProxy();
        await using var pair = await SiloPair.Start(Kind.Tcp, Kind.Unix, proxy);
        var grain = await pair.GrainOnSecond();
        var ended = proxy.Ended;
        var frame = new byte[1000];
        BinaryPrimitives.WriteInt32LittleEndian(frame, header);
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(4), body);

        await proxy.Inject(frame);

        // Calls that were under way when the connection closed may fail; later ones may not.
        await Eventually.Becomes(() => proxy.Ended, "an ended connection", n => n > ended);
        var bytes = Bytes.Random(MB);
        Assert.Equal(bytes, await grain.Echo(bytes).WaitAsync(Eventually.Deadline));
        await NobodyHoldsMoreThanOneBlock(pair);
    }

    [Theory]
    [InlineData(Kind.Unix)]
    [InlineData(Kind.Tcp)]
    [InlineData(Kind.Tls)]
    [InlineData(Kind.Secret)]
    public async Task Garbage_FromStrangers_IsClosedAndLeavesNothing(Kind kind)
    {
        await using var pair = await SiloPair.Start(kind, kind);
        var grain = await pair.GrainOnSecond();
        var endpoint = pair.Second.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.Endpoint;
        EndPoint target = kind == Kind.Unix ? UnixSockets.Beside(endpoint) : endpoint;

        for (var i = 0; i < 20; i++)
        {
            using var stranger = kind == Kind.Unix ? UnixSockets.Create() : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await stranger.ConnectAsync(target);
            await SendGarbage(stranger, Bytes.Random(200_000, seed: i));
        }

        var bytes = Bytes.Random(MB);
        Assert.Equal(bytes, await grain.Echo(bytes));
        await NobodyHoldsMoreThanOneBlock(pair);
    }

    [Theory]
    [InlineData(Kind.Unix)]
    [InlineData(Kind.Tcp)]
    [InlineData(Kind.Tls)]
    public async Task Stop_Graceful_LeavesNothingRentedAndAnswersFirst(Kind kind)
    {
        await using var pair = await SiloPair.Start(kind, kind);
        var grain = await pair.GrainOnSecond();
        var bytes = Bytes.Random(MB);
        Assert.Equal(bytes, await grain.Echo(bytes));
        var pools = new[] { pair.First.Transport().Pool, pair.Second.Transport().Pool };

        await pair.Second.StopAsync();
        Assert.Equal(0, pools[1].Rented);
        await Eventually.Becomes(pair.First.ActiveSilos, "one active silo", n => n == 1);
        await pair.First.StopAsync();

        Assert.Equal(0, pools[0].Rented);
    }

    private static async Task SendGarbage(Socket stranger, byte[] garbage)
    {
        // An impossible length first: else a silo would rightly wait for the rest of what looks like a beginning.
        BinaryPrimitives.WriteInt32LittleEndian(garbage, int.MaxValue);
        try
        {
            await stranger.SendAsync(garbage);
            using var timeout = new CancellationTokenSource(Eventually.Deadline);
            while (await stranger.ReceiveAsync(garbage, timeout.Token) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The silo closed before it had read everything: that is a reset.
        }
    }

    // A quiet connection holds the block it is receiving into; there are two between the silos at most.
    private static async Task NobodyHoldsMoreThanOneBlock(SiloPair pair)
    {
        foreach (var host in new[] { pair.First, pair.Second })
        {
            await Eventually.Becomes(() => host.Transport().Pool.Rented, "at most two rented blocks", rented => rented <= 2);
        }
    }
}
