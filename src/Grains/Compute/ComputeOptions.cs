using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Memory;
using Granary.Numerics.Kernels;
using Granary.Numerics.Kernels.Dispatch;

namespace Granary.Grains.Compute;

/// <summary>What a silo computes with.</summary>
/// <param name="Threads">Compute threads, at least 1.</param>
/// <param name="Kernel">The name of the matrix kernel, or null for the best one of this machine.</param>
/// <param name="SharesMemory">Whether tensors are shared with silos of this machine, instead of sent to them.</param>
public sealed record ComputeOptions(int Threads, string? Kernel = null, bool SharesMemory = true)
{
    /// <summary>Makes the kernel of a name. Tests put one in its place that computes wrongly.</summary>
    internal Func<string?, MatrixKernel> KernelOf { get; init; } = MatrixKernels.Create;

    /// <summary>Looks what memory the silo has for jobs. Tests let it have more, or less.</summary>
    internal Func<SiloMemory> LookAtMemory { get; init; } = MachineMemory.Look;

    /// <summary>Makes a worker's kernel.</summary>
    public MatrixKernel MakeKernel() => KernelOf(Kernel);

    /// <summary>Tries a kernel's name, so that a wrong one is known before a silo starts.</summary>
    /// <param name="kernel">The name, or null for the best one of this machine.</param>
    /// <exception cref="ArgumentException">There is no kernel of that name.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine cannot run it.</exception>
    public static void CheckKernel(string? kernel) => _ = MatrixKernels.Create(kernel);
}
