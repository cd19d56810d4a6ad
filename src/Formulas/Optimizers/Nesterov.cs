using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Optimizers;

/// <summary>
/// Nesterov's momentum, as PyTorch defines it: the velocity <c>v = fma(momentum, v, g)</c>, then
/// <c>w' = fma(-learningRate, fma(momentum, v, g), w)</c>. The first array of state is <c>v</c>.
/// </summary>
internal sealed class Nesterov : Optimizer
{
    private readonly float _momentum;

    private Nesterov(OptimizerSettings settings)
    {
        _momentum = settings[Momentum.Share];
    }

    /// <inheritdoc/>
    public override int StateArrays => 1;

    private protected override void Apply(long step, double rate, ParameterRun run) =>
        LaneLoop.Run(new Kernel(run, _momentum, (float)-rate), run.Length);

    private readonly unsafe struct Kernel(ParameterRun run, float momentum, float minusLearningRate) : ILaneKernel
    {
        private readonly ParameterRun _run = run;
        private readonly float _momentum = momentum;
        private readonly float _minusLearningRate = minusLearningRate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var g = _run.Gradient<TLanes>(start, count);
            var w = TLanes.Load(_run.Weights + start, count);
            var v = TLanes.FusedMultiplyAdd(TLanes.Broadcast(_momentum), TLanes.Load(_run.First + start, count), g);
            v.Store(_run.First + start, count);
            var d = TLanes.FusedMultiplyAdd(TLanes.Broadcast(_momentum), v, g);
            TLanes.FusedMultiplyAdd(TLanes.Broadcast(_minusLearningRate), d, w).Store(_run.Updated + start, count);
        }
    }

    /// <summary>What it can be told.</summary>
    internal sealed class Definition : OptimizerDefinition
    {
        /// <inheritdoc/>
        public override IReadOnlyList<OptimizerSetting> Settings => [Momentum.Share];

        /// <inheritdoc/>
        public override Optimizer Create(OptimizerSettings settings) => new Nesterov(settings);
    }
}
