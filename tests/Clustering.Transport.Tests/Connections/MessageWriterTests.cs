using System.IO.Pipelines;

namespace Granary.Clustering.Transport.Tests.Connections;

public sealed class MessageWriterTests
{
    private const int Large = 512 * 1024;
    private const int Small = 200 * 1024;

    [Fact]
    public async Task GetMemory_AfterLargeMessage_IsAWholeBlock()
    {
        using var pool = new BlockPool();
        var (pipe, writer) = Create(pool);
        writer.GetMemory();
        writer.Advance(Large / 2);
        writer.GetSpan(Large / 2);
        writer.Advance(Large / 2);

        Assert.Equal(BlockPool.BlockSize, writer.GetMemory().Length);

        await End(pipe, pool, rented: 2);
    }

    [Fact]
    public async Task GetMemory_AfterHalfABlock_SharesTheBlock()
    {
        using var pool = new BlockPool();
        var (pipe, writer) = Create(pool);
        writer.GetMemory();
        writer.Advance(Small);

        Assert.Equal(BlockPool.BlockSize - Small, writer.GetMemory().Length);

        await End(pipe, pool, rented: 1);
    }

    [Fact]
    public async Task GetMemory_AfterSmallMessages_SharesTheBlock()
    {
        using var pool = new BlockPool();
        var (pipe, writer) = Create(pool);
        for (var i = 0; i < 100; i++)
        {
            writer.GetMemory(200);
            writer.Advance(200);
        }

        await End(pipe, pool, rented: 1);
    }

    private static (Pipe Pipe, MessageWriter Writer) Create(BlockPool pool)
    {
        var pipe = new Pipe(new PipeOptions(pool));
        return (pipe, new MessageWriter(pipe.Writer));
    }

    private static async Task End(Pipe pipe, BlockPool pool, int rented)
    {
        Assert.Equal(rented, pool.Rented);
        await pipe.Writer.CompleteAsync();
        await pipe.Reader.CompleteAsync();
        Assert.Equal(0, pool.Rented);
    }
}
