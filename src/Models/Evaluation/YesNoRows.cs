using Granary.Models.Predictions;
using Granary.Numerics.Datasets;

namespace Granary.Models.Evaluation;

/// <summary>Scores rows of several answers of yes and no.</summary>
internal sealed class YesNoRows(OutputMeaning meaning) : IRowScores
{
    private readonly long[] _right = new long[meaning.Names.Count];
    private readonly long[] _rightYes = new long[meaning.Names.Count];
    private readonly long[] _predictedYes = new long[meaning.Names.Count];
    private readonly long[] _yes = new long[meaning.Names.Count];
    private long _rows;

    public void Add(Dataset rows, ReadOnlySpan<float> outputs)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var label = i % _yes.Length;
            var (found, expected) = (TargetNames.IsYes(outputs[i]), TargetNames.IsYes(rows.Values[i]));
            _right[label] += found == expected ? 1 : 0;
            _rightYes[label] += found && expected ? 1 : 0;
            _predictedYes[label] += found ? 1 : 0;
            _yes[label] += expected ? 1 : 0;
        }

        _rows += rows.Rows;
    }

    public EvaluationResult ToResult() => new(TargetKind.MultiLabel, _rows)
    {
        Scores = [.. meaning.Names.Select((name, l) => ClassScores.Of(name, _rightYes[l], _predictedYes[l], _yes[l]))],
        Accuracies = [.. _right.Select(right => (double)right / _rows)],
    };
}
