using Granary.Grains.Interfaces.Tensors;

namespace Granary.Grains.Interfaces.Tests.Tensors;

public sealed class TensorPoolTests
{
    [Fact]
    public void Rent_AfterReturn_GivesTheSameBlockOnce()
    {
        const int LengthOfThisTest = 1237;
        var block = TensorPool.Rent(LengthOfThisTest);

        TensorPool.Return(block);

        Assert.Same(block, TensorPool.Rent(LengthOfThisTest));
        Assert.NotSame(block, TensorPool.Rent(LengthOfThisTest));
    }

    [Fact]
    public void Rent_OtherLength_GivesABlockOfThatLength()
    {
        const int LengthOfThisTest = 1249;
        var block = TensorPool.Rent(LengthOfThisTest);
        TensorPool.Return(block);

        var shorter = TensorPool.Rent(LengthOfThisTest - 1);

        Assert.NotSame(block.Array, shorter.Array);
        Assert.Equal(LengthOfThisTest - 1, shorter.Length);
        Assert.Equal(LengthOfThisTest - 1, shorter.Writable.Length);
    }

    [Fact]
    public void Return_BlockOfSomebodyElse_IsNotTaken()
    {
        const int LengthOfThisTest = 1259;
        var own = new TensorBlock(GC.AllocateArray<float>(LengthOfThisTest, pinned: true), 0, LengthOfThisTest);

        TensorPool.Return(own);

        Assert.NotSame(own, TensorPool.Rent(LengthOfThisTest));
    }

    [Fact]
    public void Return_ManyBlocks_KeepsABoundedNumber()
    {
        const int LengthOfThisTest = 1277;
        const int MuchMoreThanAreKept = 200;
        var returned = Enumerable.Range(0, MuchMoreThanAreKept).Select(_ => TensorPool.Rent(LengthOfThisTest)).ToHashSet();
        foreach (var block in returned)
        {
            TensorPool.Return(block);
        }

        var known = Enumerable.Range(0, MuchMoreThanAreKept).Count(_ => returned.Contains(TensorPool.Rent(LengthOfThisTest)));

        Assert.InRange(known, 1, MuchMoreThanAreKept / 2);
    }
}
