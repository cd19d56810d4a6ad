using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Granary.Formulas.Lanes;

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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TLanes, TKernel>(TKernel kernel, int length)
        where TLanes : struct, ILanes<TLanes>
        where TKernel : struct, ILaneKernel
    {
        var rest = length % TLanes.Count;
        if (length >= TLanes.Count)
        {
            RunWhole<TLanes, TKernel>(kernel, length - rest);
        }

        if (rest > 0)
        {
            RunRest<TLanes, TKernel>(kernel, length - rest, rest);
        }
    }

    // Unoptimized, each operation on lanes is a call; the first steps of a job must not wait for the second compilation.
    // Two methods that stay methods, because the compiler inlines only so much into one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunWhole<TLanes, TKernel>(TKernel kernel, nint length)
        where TLanes : struct, ILanes<TLanes>
        where TKernel : struct, ILaneKernel
    {
        for (nint start = 0; start < length; start += TLanes.Count)
        {
            kernel.Invoke<TLanes>(start, TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void RunRest<TLanes, TKernel>(TKernel kernel, nint start, int count)
        where TLanes : struct, ILanes<TLanes>
        where TKernel : struct, ILaneKernel => kernel.Invoke<TLanes>(start, count);
}
