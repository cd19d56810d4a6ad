namespace Granary.Numerics.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015), with <see cref="AdamKernel"/>'s formulas and without decay. The arrays of state are the
/// running means of the gradient and of its square.
/// </summary>
internal sealed class Adam : Optimizer
{
    private readonly OptimizerSettings _settings;

    /// <summary>Takes the learning rate, both betas and epsilon.</summary>
    public Adam(OptimizerSettings settings)
    {
        RequireAdam(settings);
        _settings = settings;
    }

    /// <inheritdoc/>
    public override int StateArrays => 2;

    /// <summary>Checks the numbers that Adam and AdamW have in common.</summary>
    public static void RequireAdam(OptimizerSettings settings)
    {
        Require(settings, settings.Beta1 is >= 0f and < 1f, "a beta1 in [0, 1)", settings.Beta1);
        Require(settings, settings.Beta2 is >= 0f and < 1f, "a beta2 in [0, 1)", settings.Beta2);
        Require(settings, settings.Epsilon is > 0f and <= float.MaxValue, "an epsilon above 0", settings.Epsilon);
    }

    private protected override void Update(long step, ParameterRun run) => AdamKernel.Run(_settings, step, 1f, run);
}
