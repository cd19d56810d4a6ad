using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Optimizers;

/// <summary>
/// RMSprop (Hinton, 2012), as PyTorch defines it, neither centred nor with momentum: <c>v = fma(alpha, v, ((1 - alpha) g) g)</c>, then
/// <c>w' = fma(-learningRate, g / (sqrt(v) + epsilon), w)</c>. The first array of state is <c>v</c>.
/// </summary>
internal sealed class Rmsprop : Optimizer
{
    private static readonly OptimizerSetting Alpha = new(
        "alpha", 0.99f, SettingRange.Share, "decay of the mean of squared gradients");

    private static readonly OptimizerSetting Epsilon = new("epsilon", 1e-8f, SettingRange.AboveZero, "added to the root");

    private readonly float _alpha;
    private readonly float _squareShare;
    private readonly float _epsilon;

    private Rmsprop(OptimizerSettings settings)
    {
        _alpha = settings[Alpha];
        _squareShare = (float)(1 - (double)_alpha);
        _epsilon = settings[Epsilon];
    }

    /// <inheritdoc/>
    public override int StateArrays => 1;

    private protected override void Apply(long step, double rate, ParameterRun run) => LaneLoop.Run(new Kernel(run, this, (float)-rate), run.Length);

    private readonly unsafe struct Kernel(ParameterRun run, Rmsprop numbers, float minusLearningRate) : ILaneKernel
    {
        private readonly ParameterRun _run = run;
        private readonly float _alpha = numbers._alpha;
        private readonly float _squareShare = numbers._squareShare;
        private readonly float _epsilon = numbers._epsilon;
        private readonly float _minusLearningRate = minusLearningRate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var g = _run.Gradient<TLanes>(start, count);
            var w = TLanes.Load(_run.Weights + start, count);
            var v = TLanes.FusedMultiplyAdd(
                TLanes.Broadcast(_alpha), TLanes.Load(_run.First + start, count), TLanes.Broadcast(_squareShare) * g * g);
            v.Store(_run.First + start, count);
            var root = TLanes.Sqrt(v) + TLanes.Broadcast(_epsilon);
            TLanes.FusedMultiplyAdd(TLanes.Broadcast(_minusLearningRate), g / root, w).Store(_run.Updated + start, count);
        }
    }

    /// <summary>What it can be told.</summary>
    internal sealed class Definition : OptimizerDefinition
    {
        /// <inheritdoc/>
        public override IReadOnlyList<OptimizerSetting> Settings => [Alpha, Epsilon];

        /// <inheritdoc/>
        public override Optimizer Create(OptimizerSettings settings) => new Rmsprop(settings);
    }
}
