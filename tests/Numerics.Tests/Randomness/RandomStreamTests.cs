using System.Runtime.Intrinsics;
using Granary.Formulas.Randomness;

namespace Granary.Numerics.Tests.Randomness;

public class RandomStreamTests
{
    private const long Seed = 0x0123456789ABCDEF;

    [Fact]
    public void Fill_AnyStartAndLength_GivesThatPartOfTheSequence()
    {
        var stream = new RandomStream(Seed, RandomPurpose.Shuffle, 3);
        var whole = Words(stream, 0, 60);
        for (var start = 0; start < 12; start++)
        {
            for (var length = 0; length < 20; length++)
            {
                Assert.Equal(whole[start..(start + length)], Words(stream, start, length));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1L << 34) - 8)]
    [InlineData((5L << 34) - 4)]
    public void Fill_ManyWords_AreThoseOfOneBlockAfterTheOther(long index)
    {
        var words = Words(new RandomStream(Seed, RandomPurpose.Dropout, 7), index, 100);
        for (var block = 0; block < 25; block++)
        {
            var number = (ulong)index / 4 + (ulong)block;
            var counter = Vector128.Create((uint)number, (uint)(number >> 32), 7u, (uint)RandomPurpose.Dropout);
            Assert.Equal(Philox4x32.Block(counter, 0x89ABCDEF, 0x01234567), Vector128.Create(words, 4 * block));
        }
    }

    [Fact]
    public void Fill_IndexBeyond32Bits_UsesTheWholeCounter()
    {
        const long block = (5L << 32) + 6;
        var expected = Philox4x32.Block(Vector128.Create(6u, 5u, 3u, (uint)RandomPurpose.Shuffle), 0x89ABCDEF, 0x01234567);
        var words = Words(new RandomStream(Seed, RandomPurpose.Shuffle, 3), 4 * block, 4);
        Assert.Equal(expected, Vector128.Create(words));
    }

    [Fact]
    public void Fill_AnotherSeedPurposeOrStream_GivesOtherWords()
    {
        RandomStream[] streams =
        [
            new(1, RandomPurpose.Shuffle, 0), new(1, RandomPurpose.Shuffle, 1), new(1, RandomPurpose.InitialWeights, 0),
            new(2, RandomPurpose.Shuffle, 0), new(1 + (1L << 32), RandomPurpose.Shuffle, 0), new(-1, RandomPurpose.Shuffle, 0),
        ];
        Assert.Equal(streams.Length, streams.Select(s => string.Join(' ', Words(s, 0, 4))).Distinct().Count());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1L << 32)]
    public void Constructor_StreamOutOfRange_IsRefused(long stream) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(Seed, RandomPurpose.Shuffle, stream));

    private static uint[] Words(RandomStream stream, long index, int length)
    {
        var words = new uint[length];
        stream.Fill(index, words);
        return words;
    }
}
