namespace Granary.Formulas.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, 2019): before Adam's step, every parameter, biases included,
/// is multiplied by <c>1 - learningRate weightDecay</c>, computed in float64 and rounded to float32. State as in
/// <see cref="Adam"/>.
/// </summary>
internal sealed class AdamW : Optimizer
{
    private static readonly OptimizerSetting WeightDecay = new(
        "weightDecay",
        0.01f,
        SettingRange.AtLeastZero,
        "the share of the weights taken off at each step, times the learning rate");

    private readonly AdamNumbers _numbers;
    private readonly float _decay;

    private AdamW(OptimizerSettings settings)
    {
        _numbers = new AdamNumbers(settings);
        _decay = settings[WeightDecay];
    }

    /// <inheritdoc/>
    public override int StateArrays => 2;

    private protected override void Apply(long step, double rate, ParameterRun run) =>
        AdamKernel.Run(_numbers, step, rate, (float)(1 - (rate * _decay)), run);

    /// <summary>What it can be told.</summary>
    internal sealed class Definition : OptimizerDefinition
    {
        /// <inheritdoc/>
        public override IReadOnlyList<OptimizerSetting> Settings => [.. AdamNumbers.Settings, WeightDecay];

        /// <inheritdoc/>
        public override bool DecaysWeightsItself => true;

        /// <inheritdoc/>
        public override Optimizer Create(OptimizerSettings settings) => new AdamW(settings);
    }
}
