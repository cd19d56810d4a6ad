using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Optimizers;

/// <summary>
/// What is done to the averaged gradient <c>g</c> before an optimizer sees it, in PyTorch's order: it is multiplied by what <see cref="NormClipping"/>
/// gives, limited to <c>[-clipValue, clipValue]</c>, then <c>g = fma(weightDecay, w, g)</c>. A NaN stays one.
/// </summary>
internal readonly unsafe struct GradientShaping
{
    private readonly float _clip;
    private readonly float _decay;

    /// <summary>Makes it of an optimizer's settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="decays">Whether weight decay is part of the gradient; otherwise the optimizer does it itself.</param>
    public GradientShaping(OptimizerSettings settings, bool decays)
    {
        var clip = settings[OptimizerSetting.ClipValue];
        _clip = clip > 0 ? clip : float.PositiveInfinity;
        _decay = decays ? settings[OptimizerSetting.WeightDecay] : 0;
    }

    /// <summary>Whether it leaves gradients as they are.</summary>
    /// <param name="clipping">What they are multiplied by.</param>
    public bool IsNothing(float clipping) => float.IsPositiveInfinity(_clip) && _decay == 0 && clipping == 1;

    /// <summary>Shapes a run of gradients.</summary>
    /// <param name="run">The run.</param>
    /// <param name="clipping">What the gradients are multiplied by.</param>
    /// <param name="shaped">Receives the shaped gradients.</param>
    public void Apply(ParameterRun run, float clipping, float* shaped) =>
        LaneLoop.Run(new Kernel(run, clipping, _clip, _decay, shaped), run.Length);

    private readonly struct Kernel(ParameterRun run, float clipping, float clip, float decay, float* shaped) : ILaneKernel
    {
        private readonly ParameterRun _run = run;
        private readonly float _clipping = clipping;
        private readonly float _clip = clip;
        private readonly float _decay = decay;
        private readonly float* _shaped = shaped;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var (least, most) = (TLanes.Broadcast(-_clip), TLanes.Broadcast(_clip));
            var g = _run.Gradient<TLanes>(start, count) * TLanes.Broadcast(_clipping);
            g = TLanes.IfGreater(g, most, most, g);
            g = TLanes.IfGreater(least, g, least, g);
            TLanes.FusedMultiplyAdd(TLanes.Broadcast(_decay), TLanes.Load(_run.Weights + start, count), g).Store(_shaped + start, count);
        }
    }
}
