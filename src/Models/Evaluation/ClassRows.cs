using Granary.Formulas.Activations;
using Granary.Models.Predictions;
using Granary.Numerics.Datasets;

namespace Granary.Models.Evaluation;

/// <summary>Scores rows of classes.</summary>
internal sealed class ClassRows(OutputMeaning meaning, Activation output) : IRowScores
{
    private readonly int[] _confusion = new int[meaning.Names.Count * meaning.Names.Count];
    private readonly double[] _answers = new double[meaning.Names.Count];
    private readonly RocCurve? _curve = meaning.Names.Count == 2 ? new RocCurve() : null;
    private double _logLoss;
    private long _rows;

    private int Classes => meaning.Names.Count;

    public void Add(Dataset rows, ReadOnlySpan<float> outputs)
    {
        var length = outputs.Length / rows.Rows;
        for (var r = 0; r < rows.Rows; r++)
        {
            var row = outputs.Slice(r * length, length);
            var label = rows.Labels[r];
            _confusion[(label * Classes) + meaning.ClassOf(row)]++;
            meaning.Read(row, _answers);
            _logLoss += LogLoss.Of(_answers, label);
            _curve?.Add((float)_answers[1], label == 1);
        }

        _rows += rows.Rows;
    }

    public EvaluationResult ToResult()
    {
        var areProbabilities = output == Activation.Softmax || (output == Activation.Sigmoid && Classes == 2);
        return new EvaluationResult(TargetKind.Classes, _rows)
        {
            Accuracy = (double)Enumerable.Range(0, Classes).Sum(c => (long)_confusion[(c * Classes) + c]) / _rows,
            Scores = [.. meaning.Names.Select(ScoresOf)],
            LogLoss = areProbabilities ? _logLoss / _rows : null,
            Auc = _curve?.Area(),
            Confusion = _confusion,
        };
    }

    private ClassScores ScoresOf(string name, int c)
    {
        var others = Enumerable.Range(0, Classes);
        return ClassScores.Of(
            name,
            _confusion[(c * Classes) + c],
            others.Sum(other => (long)_confusion[(other * Classes) + c]),
            others.Sum(other => (long)_confusion[(c * Classes) + other]));
    }
}
