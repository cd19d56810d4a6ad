using System.Runtime.CompilerServices;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Optimizers;

/// <summary>
/// Gradient descent with momentum, as PyTorch defines it: the velocity <c>v = fma(momentum, v, g)</c>, then
/// <c>w' = fma(-learningRate, v, w)</c>. The first array of state is <c>v</c>.
/// </summary>
internal sealed class Momentum : Optimizer
{
    private readonly OptimizerSettings _settings;

    /// <summary>Takes the learning rate and the momentum.</summary>
    public Momentum(OptimizerSettings settings)
    {
        Require(settings, settings.Momentum is >= 0f and < 1f, "a momentum in [0, 1)", settings.Momentum);
        _settings = settings;
    }

    /// <inheritdoc/>
    public override int StateArrays => 1;

    private protected override void Update(long step, ParameterRun run) =>
        LaneLoop.Run(new Kernel(run, _settings.Momentum, -_settings.LearningRate), run.Length);

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
            TLanes.FusedMultiplyAdd(TLanes.Broadcast(_minusLearningRate), v, w).Store(_run.Updated + start, count);
        }
    }
}
