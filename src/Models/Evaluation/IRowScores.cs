using Granary.Numerics.Datasets;

namespace Granary.Models.Evaluation;

/// <summary>Compares predictions with labels, row after row.</summary>
internal interface IRowScores
{
    /// <summary>Takes rows.</summary>
    /// <param name="rows">The rows with their labels.</param>
    /// <param name="outputs">The network's outputs for them, one row after the other.</param>
    void Add(Dataset rows, ReadOnlySpan<float> outputs);

    /// <summary>What came of all rows.</summary>
    EvaluationResult ToResult();
}
