using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Optimizers;

/// <summary>
/// The step of Adam and AdamW, in PyTorch's form, for step <c>t</c> from 1:
/// <c>m = fma(beta1, m, (1 - beta1) g)</c>, <c>v = fma(beta2, v, ((1 - beta2) g) g)</c>,
/// <c>w' = fma(-a, m / fma(sqrt(v), c, epsilon), w kept)</c> with <c>a = learningRate / (1 - beta1^t)</c> and
/// <c>c = 1 / sqrt(1 - beta2^t)</c>. Everything that is the same for all elements is computed in float64 and rounded to
/// float32.
/// </summary>
internal readonly unsafe struct AdamKernel : ILaneKernel
{
    private readonly ParameterRun _run;
    private readonly float _beta1;
    private readonly float _gradientShare;
    private readonly float _beta2;
    private readonly float _squareShare;
    private readonly float _rootScale;
    private readonly float _epsilon;
    private readonly float _minusStepSize;
    private readonly float _kept;

    private AdamKernel(in AdamNumbers numbers, long step, double rate, float kept, ParameterRun run)
    {
        double beta1 = numbers.Beta1;
        double beta2 = numbers.Beta2;
        _run = run;
        _beta1 = numbers.Beta1;
        _gradientShare = (float)(1 - beta1);
        _beta2 = numbers.Beta2;
        _squareShare = (float)(1 - beta2);
        _rootScale = (float)(1 / Math.Sqrt(1 - WholePower.Of(beta2, step + 1)));
        _epsilon = numbers.Epsilon;
        _minusStepSize = (float)(-rate / (1 - WholePower.Of(beta1, step + 1)));
        _kept = kept;
    }

    /// <summary>Does one step.</summary>
    /// <param name="numbers">Adam's numbers, in their ranges.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="rate">Its learning rate.</param>
    /// <param name="kept">What each weight is multiplied by before; 1 changes nothing.</param>
    /// <param name="run">The memory.</param>
    public static void Run(in AdamNumbers numbers, long step, double rate, float kept, ParameterRun run) =>
        LaneLoop.Run(new AdamKernel(in numbers, step, rate, kept, run), run.Length);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TLanes>(nint start, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        var g = _run.Gradient<TLanes>(start, count);
        var m = TLanes.FusedMultiplyAdd(
            TLanes.Broadcast(_beta1), TLanes.Load(_run.First + start, count), TLanes.Broadcast(_gradientShare) * g);
        var v = TLanes.FusedMultiplyAdd(
            TLanes.Broadcast(_beta2), TLanes.Load(_run.Second + start, count), TLanes.Broadcast(_squareShare) * g * g);
        m.Store(_run.First + start, count);
        v.Store(_run.Second + start, count);
        var root = TLanes.FusedMultiplyAdd(TLanes.Sqrt(v), TLanes.Broadcast(_rootScale), TLanes.Broadcast(_epsilon));
        var w = TLanes.Load(_run.Weights + start, count) * TLanes.Broadcast(_kept);
        TLanes.FusedMultiplyAdd(TLanes.Broadcast(_minusStepSize), m / root, w).Store(_run.Updated + start, count);
    }
}
