using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Optimizers;

/// <summary>
/// Adagrad (Duchi et al., 2011), as PyTorch defines it, its sum starting at 0: <c>v = fma(g, g, v)</c>, then
/// <c>w' = fma(-learningRate / (1 + step learningRateDecay), g / (sqrt(v) + epsilon), w)</c> for a step from 0, whose rate is computed
/// in float64 and rounded to float32. The first array of state is <c>v</c>.
/// </summary>
internal sealed class Adagrad : Optimizer
{
    private static readonly OptimizerSetting Decay = new(
        "learningRateDecay", 0, SettingRange.AtLeastZero, "at step t, from 0, the learning rate is divided by 1 + t times this");

    private static readonly OptimizerSetting Epsilon = new("epsilon", 1e-10f, SettingRange.AboveZero, "added to the root");

    private readonly float _decay;
    private readonly float _epsilon;

    private Adagrad(OptimizerSettings settings)
    {
        _decay = settings[Decay];
        _epsilon = settings[Epsilon];
    }

    /// <inheritdoc/>
    public override int StateArrays => 1;

    private protected override void Apply(long step, double rate, ParameterRun run)
    {
        var decayed = (float)(rate / (1 + (step * (double)_decay)));
        LaneLoop.Run(new Kernel(run, -decayed, _epsilon), run.Length);
    }

    private readonly unsafe struct Kernel(ParameterRun run, float minusRate, float epsilon) : ILaneKernel
    {
        private readonly ParameterRun _run = run;
        private readonly float _minusRate = minusRate;
        private readonly float _epsilon = epsilon;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var g = _run.Gradient<TLanes>(start, count);
            var w = TLanes.Load(_run.Weights + start, count);
            var v = TLanes.FusedMultiplyAdd(g, g, TLanes.Load(_run.First + start, count));
            v.Store(_run.First + start, count);
            var root = TLanes.Sqrt(v) + TLanes.Broadcast(_epsilon);
            TLanes.FusedMultiplyAdd(TLanes.Broadcast(_minusRate), g / root, w).Store(_run.Updated + start, count);
        }
    }

    /// <summary>What it can be told.</summary>
    internal sealed class Definition : OptimizerDefinition
    {
        /// <inheritdoc/>
        public override IReadOnlyList<OptimizerSetting> Settings => [Decay, Epsilon];

        /// <inheritdoc/>
        public override Optimizer Create(OptimizerSettings settings) => new Adagrad(settings);
    }
}
