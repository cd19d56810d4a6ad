using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Optimizers;

/// <summary>Gradient descent: <c>w' = fma(-learningRate, g, w)</c>.</summary>
internal sealed class Sgd : Optimizer
{
    /// <inheritdoc/>
    public override int StateArrays => 0;

    private protected override void Apply(long step, double rate, ParameterRun run) =>
        LaneLoop.Run(new Kernel(run, (float)-rate), run.Length);

    private readonly unsafe struct Kernel(ParameterRun run, float minusLearningRate) : ILaneKernel
    {
        private readonly ParameterRun _run = run;
        private readonly float _minusLearningRate = minusLearningRate;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var g = _run.Gradient<TLanes>(start, count);
            var w = TLanes.Load(_run.Weights + start, count);
            TLanes.FusedMultiplyAdd(TLanes.Broadcast(_minusLearningRate), g, w).Store(_run.Updated + start, count);
        }
    }

    /// <summary>What it can be told.</summary>
    internal sealed class Definition : OptimizerDefinition
    {
        /// <inheritdoc/>
        public override Optimizer Create(OptimizerSettings settings) => new Sgd();
    }
}
