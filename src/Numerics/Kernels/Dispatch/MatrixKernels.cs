using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Granary.Numerics.Kernels.Blocked;
using Granary.Numerics.Kernels.Vectors;

namespace Granary.Numerics.Kernels.Dispatch;

/// <summary>The kernels there are, and which of them this machine can run. All give the same bits.</summary>
public static class MatrixKernels
{
    /// <summary>The environment variable that forces a kernel by its name.</summary>
    public const string Variable = "GRANARY_KERNEL";

    // In the order in which they are preferred.
    private static readonly Choice[] All =
    [
        // Twice the arithmetic of 256 bits a cycle, and registers for a tile that needs half the loads.
        new("avx512", "AVX-512F", Avx512F.IsSupported, () => new BlockedKernel<Vector512<float>, Avx512Unit>("avx512")),

        // Every x64 machine since 2013.
        new(
            "avx2",
            "AVX2 and FMA",
            Avx2.IsSupported && Fma.IsSupported,
            () => new BlockedKernel<Vector256<float>, Avx2Unit>("avx2")),

        // Arm; on x64 only where 256-bit integers are missing.
        new(
            "vector128",
            "AdvSimd or FMA",
            AdvSimd.Arm64.IsSupported || Fma.IsSupported,
            () => new BlockedKernel<Vector128<float>, Vector128Unit>("vector128")),

        // Without fused multiply-add in hardware there is nothing to gain: each one is emulated.
        new("plain", "nothing", true, () => new PlainKernel()),
    ];

    /// <summary>The names of the kernels this machine can run, the preferred one first.</summary>
    public static IReadOnlyList<string> Available { get; } = [.. All.Where(c => c.IsSupported).Select(c => c.Name)];

    /// <summary>Makes a kernel.</summary>
    /// <param name="name">
    /// Its name, or null for the one that the environment variable <see cref="Variable"/> names, or else for the first available.
    /// </param>
    /// <exception cref="ArgumentException">There is no kernel of that name.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine cannot run it.</exception>
    public static MatrixKernel Create(string? name = null) => Create(name, Environment.GetEnvironmentVariable(Variable));

    /// <summary>Makes a kernel, with the environment variable's value, null or empty when it is not set.</summary>
    internal static MatrixKernel Create(string? name, string? variable)
    {
        var wanted = name ?? (string.IsNullOrEmpty(variable) ? Available[0] : variable);
        var choice = All.FirstOrDefault(c => c.Name == wanted) ?? throw new ArgumentException(
            $"There is no kernel named '{wanted}'{(name is null ? $" (from {Variable})" : "")}: "
            + $"choose one of {string.Join(", ", All.Select(c => c.Name))}.");
        return choice.IsSupported ? choice.Make() : throw new PlatformNotSupportedException(
            $"The kernel '{wanted}' needs {choice.Requires}, which this processor does not offer: "
            + $"choose one of {string.Join(", ", Available)}.");
    }

    private sealed record Choice(string Name, string Requires, bool IsSupported, Func<MatrixKernel> Make);
}
