namespace Granary.Formulas.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015), with <see cref="AdamKernel"/>'s formulas and without decay. The arrays of state are the
/// running means of the gradient and of its square.
/// </summary>
internal sealed class Adam : Optimizer
{
    private readonly AdamNumbers _numbers;

    private Adam(OptimizerSettings settings) => _numbers = new AdamNumbers(settings);

    /// <inheritdoc/>
    public override int StateArrays => 2;

    private protected override void Apply(long step, double rate, ParameterRun run) => AdamKernel.Run(_numbers, step, rate, 1f, run);

    /// <summary>What it can be told.</summary>
    internal sealed class Definition : OptimizerDefinition
    {
        /// <inheritdoc/>
        public override IReadOnlyList<OptimizerSetting> Settings => AdamNumbers.Settings;

        /// <inheritdoc/>
        public override Optimizer Create(OptimizerSettings settings) => new Adam(settings);
    }
}
