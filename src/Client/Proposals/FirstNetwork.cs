using Granary.Data.Surveys;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;

namespace Granary.Client.Proposals;

/// <summary>A network to begin with, and how to train it: what does well on most tables of a size and kind.</summary>
internal sealed record FirstNetwork
{
    private const int FewestBatch = 16;
    private const int LargestBatch = 256;
    private const int FewestEpochs = 10;
    private const int MostEpochs = 200;
    private const int StepsOfSmallData = 1500;
    private const int StepsOfLargeData = 20_000;
    private const int LargeData = 20_000;

    /// <summary>The lengths of the hidden layers.</summary>
    public required int[] Hidden { get; init; }

    /// <summary>The activation of the output.</summary>
    public required Activation Output { get; init; }

    /// <summary>The loss.</summary>
    public required Loss Loss { get; init; }

    /// <summary>Rows of a mini-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Passes over the training rows.</summary>
    public required int Epochs { get; init; }

    /// <summary>How many outputs the targets need.</summary>
    public required int Outputs { get; init; }

    /// <summary>The way to choose test rows: by class where there are classes.</summary>
    public bool TestsByClass => Output == Activation.Softmax;

    /// <summary>Chooses one.</summary>
    public static FirstNetwork For(DataSurvey survey)
    {
        var (output, loss, outputs) = survey switch
        {
            { Classes.Count: > 0 } => (Activation.Softmax, Loss.CrossEntropy, survey.Classes.Count),
            { YesNo.Count: > 0 } => (Activation.Sigmoid, Loss.CrossEntropy, survey.YesNo.Count),
            _ => (Activation.Identity, Loss.Mse, survey.Values.Count),
        };
        var rows = survey.TrainRows;

        // About thirty steps an epoch, as long as there are rows for them.
        var batch = Math.Min(rows, Math.Clamp((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(rows / 30) + 1) / 2, FewestBatch, LargestBatch));
        var steps = rows < LargeData ? StepsOfSmallData : StepsOfLargeData;
        return new FirstNetwork
        {
            Hidden = rows switch
            {
                < 300 => [16],
                < 3000 => [32, 16],
                < 50_000 => [128, 64],
                _ => [256, 128],
            },
            Output = output,
            Loss = loss,
            Outputs = outputs,
            BatchSize = batch,
            Epochs = Math.Clamp(steps * batch / rows, FewestEpochs, MostEpochs),
        };
    }
}
