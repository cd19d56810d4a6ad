using System.Runtime.Intrinsics.X86;
using Granary.Numerics.Kernels.Dispatch;

namespace Granary.Numerics.Tests.Kernels;

public sealed class MatrixKernelsTests
{
    [Fact]
    public void Available_AnyMachine_EndsWithPlain() => Assert.Equal("plain", MatrixKernels.Available[^1]);

    [Fact]
    public void Available_ThisMachine_ListsWhatTheProcessorOffers()
    {
        Assert.Equal(Avx512F.IsSupported, MatrixKernels.Available.Contains("avx512"));
        Assert.Equal(Avx2.IsSupported && Fma.IsSupported, MatrixKernels.Available.Contains("avx2"));
    }

    [Fact]
    public void Create_NothingAsked_FirstAvailable() =>
        Assert.Equal(MatrixKernels.Available[0], MatrixKernels.Create(null, variable: "").Name);

    [Fact]
    public void Create_EachAvailable_HasTheName() =>
        Assert.All(MatrixKernels.Available, name => Assert.Equal(name, MatrixKernels.Create(name).Name));

    [Fact]
    public void Create_VariableSet_ForcesTheKernel() =>
        Assert.Equal("plain", MatrixKernels.Create(null, variable: "plain").Name);

    [Fact]
    public void Create_NameAndVariable_NameWins() =>
        Assert.Equal("plain", MatrixKernels.Create("plain", variable: "no such kernel").Name);

    [Fact]
    public void Create_UnknownName_ListsTheNames()
    {
        var error = Assert.Throws<ArgumentException>(() => MatrixKernels.Create("avx1024"));

        Assert.Equal("There is no kernel named 'avx1024': choose one of avx512, avx2, vector128, plain.", error.Message);
    }

    [Fact]
    public void Create_UnknownNameInVariable_SaysWhereItStands()
    {
        var error = Assert.Throws<ArgumentException>(() => MatrixKernels.Create(null, variable: "fast"));

        Assert.Contains("'fast' (from GRANARY_KERNEL)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_NotSupportedHere_SaysWhatIsMissing()
    {
        string[] all = ["avx512", "avx2", "vector128"];
        Assert.All(all.Except(MatrixKernels.Available), name =>
        {
            var error = Assert.Throws<PlatformNotSupportedException>(() => MatrixKernels.Create(name));
            Assert.Contains("which this processor does not offer", error.Message, StringComparison.Ordinal);
        });
    }
}
