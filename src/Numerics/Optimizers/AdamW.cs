namespace Granary.Numerics.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019): before Adam's step, every parameter, biases included,
/// is multiplied by <c>1 - learningRate weightDecay</c>, computed in float64 and rounded to float32. State as in
/// <see cref="Adam"/>.
/// </summary>
internal sealed class AdamW : Optimizer
{
    private readonly OptimizerSettings _settings;
    private readonly float _kept;

    /// <summary>Takes the learning rate, both betas, epsilon and the weight decay.</summary>
    public AdamW(OptimizerSettings settings)
    {
        Adam.RequireAdam(settings);
        var decays = settings.WeightDecay is >= 0f and <= float.MaxValue;
        Require(settings, decays, "a weight decay of at least 0", settings.WeightDecay);
        _settings = settings;
        _kept = (float)(1 - ((double)settings.LearningRate * settings.WeightDecay));
    }

    /// <inheritdoc/>
    public override int StateArrays => 2;

    private protected override void Update(long step, ParameterRun run) => AdamKernel.Run(_settings, step, _kept, run);
}
