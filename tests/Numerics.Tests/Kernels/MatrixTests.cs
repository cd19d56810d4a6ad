using Granary.Numerics.Memory;

namespace Granary.Numerics.Tests.Kernels;

public sealed class MatrixTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 48)]
    [InlineData(64, 80)]
    [InlineData(784, 784)]
    [InlineData(1024, 1040)]
    public void PaddedStride_AnyColumns_OddNumberOfCacheLines(int columns, int stride) =>
        Assert.Equal(stride, Matrix.PaddedStride(columns));
}
