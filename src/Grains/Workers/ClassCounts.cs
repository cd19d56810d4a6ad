using Granary.Grains.Interfaces.Workers;
using Granary.Models.Evaluation;
using Granary.Numerics.Datasets;

namespace Granary.Grains.Workers;

/// <summary>What is counted of rows of classes, block by block.</summary>
/// <param name="data">The rows.</param>
/// <param name="areProbabilities">Whether the outputs are probabilities.</param>
internal sealed class ClassCounts(Dataset data, bool areProbabilities)
{
    private readonly int _classes = data.ClassNames.Count;
    private readonly int[] _confusion = new int[data.ClassNames.Count * data.ClassNames.Count];
    private readonly double[] _answers = new double[data.ClassNames.Count];
    private readonly List<double> _blockLogLosses = [];
    private readonly List<double> _no = [];
    private readonly List<double> _yes = [];
    private int _top;

    /// <summary>Begins with the next block.</summary>
    public void BeginBlock()
    {
        if (areProbabilities)
        {
            _blockLogLosses.Add(0);
        }
    }

    /// <summary>Counts a row.</summary>
    /// <param name="label">Its class.</param>
    /// <param name="output">What the network says of it.</param>
    public void Add(int label, ReadOnlySpan<float> output)
    {
        _confusion[(label * _classes) + data.TargetNames.ClassOf(output)]++;
        Read(output);
        _top += _classes > EvaluationReport.TopClasses && Rank(label) < EvaluationReport.TopClasses ? 1 : 0;
        if (areProbabilities)
        {
            _blockLogLosses[^1] += LogLoss.Of(_answers, label);
        }

        if (_classes == 2 && data.Rows <= EvaluationReport.MostScores)
        {
            (label == 1 ? _yes : _no).Add(_answers[1]);
        }
    }

    /// <summary>Writes down what was counted.</summary>
    /// <param name="blockLosses">The losses of the blocks.</param>
    public EvaluationReport ToReport(double[] blockLosses) => new()
    {
        BlockLosses = blockLosses,
        Confusion = _confusion,
        BlockLogLosses = [.. _blockLogLosses],
        Top = _top,
        NoScores = [.. _no],
        YesScores = [.. _yes],
    };

    // A single output is that of the second class.
    private void Read(ReadOnlySpan<float> output)
    {
        if (output.Length < _classes)
        {
            (_answers[0], _answers[1]) = (1f - output[0], output[0]);
            return;
        }

        for (var c = 0; c < _classes; c++)
        {
            _answers[c] = output[c];
        }
    }

    // Of equal outputs the later class comes first, as in scikit-learn's top_k_accuracy_score.
    private int Rank(int label)
    {
        var rank = 0;
        for (var c = 0; c < _classes; c++)
        {
            rank += _answers[c] > _answers[label] || (c > label && _answers[c] == _answers[label]) ? 1 : 0;
        }

        return rank;
    }
}
