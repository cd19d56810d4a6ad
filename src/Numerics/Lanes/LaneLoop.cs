using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Granary.Numerics.Lanes;

/// <summary>Runs a kernel over all elements of its arrays.</summary>
internal static class LaneLoop
{
    /// <summary>Runs a kernel with the widest lanes that this processor computes with.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="length">Number of elements, from 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel>(TKernel kernel, int length)
        where TKernel : struct, ILaneKernel
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<Lanes512, TKernel>(kernel, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<Lanes256, TKernel>(kernel, length);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Run<Lanes128, TKernel>(kernel, length);
        }
        else
        {
            Run<ScalarLanes, TKernel>(kernel, length);
        }
    }

    /// <summary>Runs a kernel with lanes of the caller's choice, for tests.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="length">Number of elements, from 0.</param>
    // Unoptimized, each operation on lanes is a call; the first steps of a job must not wait for the second compilation.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TLanes, TKernel>(TKernel kernel, int length)
        where TLanes : struct, ILanes<TLanes>
        where TKernel : struct, ILaneKernel
    {
        nint start = 0;
        for (; start <= length - TLanes.Count; start += TLanes.Count)
        {
            kernel.Invoke<TLanes>(start, TLanes.Count);
        }

        if (start < length)
        {
            kernel.Invoke<TLanes>(start, (int)(length - start));
        }
    }
}
