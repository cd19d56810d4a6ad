using Granary.Grains.Layers;

namespace Granary.Grains.Tests.Layers;

public sealed class GradientBitsTests
{
    private static readonly float OtherNaN = BitConverter.Int32BitsToSingle(0x7FC01234);

    [Fact]
    public void AreSame_SameBits_IsTrue() => Assert.True(GradientBits.AreSame([1, -0f, float.NaN], [1, -0f, float.NaN]));

    [Fact]
    public void AreSame_OtherNaN_IsTrue() => Assert.True(GradientBits.AreSame([1, float.NaN], [1, OtherNaN]));

    [Theory]
    [InlineData(1f, float.NaN)]
    [InlineData(0f, -0f)]
    [InlineData(1f, 1.0000001f)]
    public void AreSame_OtherBits_IsFalse(float one, float other) => Assert.False(GradientBits.AreSame([2, one], [2, other]));
}
