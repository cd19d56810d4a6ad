using System.Runtime.Intrinsics;
using Granary.Formulas.Randomness;

namespace Granary.Numerics.Tests.Randomness;

public class Philox4x32Tests
{
    /// <summary>The three known answers for philox4x32 with 10 rounds that the authors publish with their library.</summary>
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8] },
        {
            [0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF], [0xFFFFFFFF, 0xFFFFFFFF],
            [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]
        },
        {
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0],
            [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Block_KnownCounterAndKey_GivesTheKnownAnswer(uint[] counter, uint[] key, uint[] answer) =>
        Assert.Equal(Vector128.Create(answer), Philox4x32.Block(Vector128.Create(counter), key[0], key[1]));
}
