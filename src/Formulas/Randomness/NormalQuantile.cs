using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Randomness;

/// <summary>
/// The quantile function of the standard normal distribution: algorithm AS 241, PPND7, of M. J. Wichura, "The percentage points
/// of the normal distribution", Applied Statistics 37 (1988), evaluated in float32 with the project's own logarithm.
/// </summary>
internal static unsafe class NormalQuantile
{
    /// <summary>
    /// Replaces each probability p, <c>2^-33 &lt;= |p| &lt;= 1/2</c>, by the number that a standard normal number exceeds with
    /// probability |p|, with the sign of p. Within a relative 5e-7.
    /// </summary>
    public static void Apply(Span<float> tails)
    {
        fixed (float* values = tails)
        {
            LaneLoop.Run(new Kernel(values), tails.Length);
        }
    }

    /// <summary>What <see cref="Apply"/> does to each element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes FromTail<TLanes>(TLanes signedTail)
        where TLanes : struct, ILanes<TLanes>
    {
        var zero = TLanes.Broadcast(0f);
        var tail = TLanes.IfGreater(signedTail, zero, signedTail, -signedTail);
        var distance = TLanes.Broadcast(0.5f) - tail;
        var middle = Middle(distance, out var middleDivisor);
        var far = Far(tail, out var farDivisor);

        // AS 241 has a third range, below exp(-25), that no tail reaches.
        var split = TLanes.Broadcast(0.425f);
        var dividend = TLanes.IfGreater(distance, split, far, middle);
        var divisor = TLanes.IfGreater(distance, split, farDivisor, middleDivisor);
        var quantile = dividend / divisor;
        return TLanes.IfGreater(zero, signedTail, -quantile, quantile);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Middle<TLanes>(TLanes distance, out TLanes divisor)
        where TLanes : struct, ILanes<TLanes>
    {
        var r = TLanes.FusedMultiplyAdd(-distance, distance, TLanes.Broadcast(0.180625f));
        var dividend = TLanes.FusedMultiplyAdd(TLanes.Broadcast(5.9109374720e1f), r, TLanes.Broadcast(1.5929113202e2f));
        dividend = TLanes.FusedMultiplyAdd(dividend, r, TLanes.Broadcast(5.0434271938e1f));
        dividend = TLanes.FusedMultiplyAdd(dividend, r, TLanes.Broadcast(3.3871327179f));
        divisor = TLanes.FusedMultiplyAdd(TLanes.Broadcast(6.7187563600e1f), r, TLanes.Broadcast(7.8757757664e1f));
        divisor = TLanes.FusedMultiplyAdd(divisor, r, TLanes.Broadcast(1.7895169469e1f));
        divisor = TLanes.FusedMultiplyAdd(divisor, r, TLanes.Broadcast(1f));
        return distance * dividend;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Far<TLanes>(TLanes tail, out TLanes divisor)
        where TLanes : struct, ILanes<TLanes>
    {
        var r = TLanes.Sqrt(-LaneMath.Log(tail)) - TLanes.Broadcast(1.6f);
        var dividend = TLanes.FusedMultiplyAdd(TLanes.Broadcast(1.7023821103e-1f), r, TLanes.Broadcast(1.3067284816f));
        dividend = TLanes.FusedMultiplyAdd(dividend, r, TLanes.Broadcast(2.7568153900f));
        divisor = TLanes.FusedMultiplyAdd(TLanes.Broadcast(1.2021132975e-1f), r, TLanes.Broadcast(7.3700164250e-1f));
        divisor = TLanes.FusedMultiplyAdd(divisor, r, TLanes.Broadcast(1f));
        return TLanes.FusedMultiplyAdd(dividend, r, TLanes.Broadcast(1.4234372777f));
    }

    private readonly struct Kernel(float* tails) : ILaneKernel
    {
        private readonly float* _tails = tails;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> => FromTail(TLanes.Load(_tails + start, count)).Store(_tails + start, count);
    }
}
