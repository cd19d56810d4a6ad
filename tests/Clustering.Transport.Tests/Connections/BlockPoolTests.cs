namespace Granary.Clustering.Transport.Tests.Connections;

public sealed class BlockPoolTests
{
    [Fact]
    public void Return_MoreThanKept_LetsTheRestGo()
    {
        using var pool = new BlockPool();
        var blocks = Enumerable.Range(0, BlockPool.MaxKept + 10).Select(_ => pool.Rent()).ToList();

        blocks.ForEach(b => b.Dispose());

        Assert.Equal((BlockPool.MaxKept, 0), (pool.Kept, pool.Rented));
    }

    [Fact]
    public void Rent_AfterReturns_GivesTheLastOneFirst()
    {
        using var pool = new BlockPool();
        var (first, last) = (pool.Rent(), pool.Rent());
        first.Dispose();
        last.Dispose();

        Assert.Same(last, pool.Rent());
        Assert.Same(first, pool.Rent());
    }

    [Fact]
    public void Return_Twice_CountsOnce()
    {
        using var pool = new BlockPool();
        var block = pool.Rent();

        block.Dispose();
        block.Dispose();

        Assert.Equal((1, 0), (pool.Kept, pool.Rented));
    }

    [Fact]
    public void Rent_MoreThanABlock_IsRefused()
    {
        using var pool = new BlockPool();

        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(BlockPool.BlockSize + 1));
    }
}
