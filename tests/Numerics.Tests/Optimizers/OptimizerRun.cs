using Granary.Formulas.Optimizers;

namespace Granary.Numerics.Tests.Optimizers;

/// <summary>A single weight that is trained step by step.</summary>
internal sealed class OptimizerRun(OptimizerSettings settings, float weight)
{
    private readonly Optimizer _optimizer = Optimizer.Create(settings);
    private readonly float[] _weight = [weight];
    private readonly float[] _first = [0];
    private readonly float[] _second = [0];
    private long _step;

    public float First => _first[0];

    public float Second => _second[0];

    public float Step(float sum, float scale)
    {
        _optimizer.Update(_step++, scale, [sum], _weight, _weight, _first, _second);
        return _weight[0];
    }
}
