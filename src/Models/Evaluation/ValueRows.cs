using Granary.Models.Predictions;
using Granary.Numerics.Datasets;

namespace Granary.Models.Evaluation;

/// <summary>Scores rows of values, in the units of the data.</summary>
internal sealed class ValueRows(OutputMeaning meaning) : IRowScores
{
    private readonly Sums[] _sums = [.. meaning.Names.Select(_ => new Sums())];
    private readonly double[] _answers = new double[meaning.Names.Count];
    private readonly double[] _expected = new double[meaning.Names.Count];
    private long _rows;

    public void Add(Dataset rows, ReadOnlySpan<float> outputs)
    {
        for (var r = 0; r < rows.Rows; r++)
        {
            meaning.Read(outputs.Slice(r * _sums.Length, _sums.Length), _answers);
            meaning.Read(rows.Values.Slice(r * _sums.Length, _sums.Length), _expected);
            _rows++;
            for (var v = 0; v < _sums.Length; v++)
            {
                _sums[v].Add(_answers[v], _expected[v], _rows);
            }
        }
    }

    public EvaluationResult ToResult() => new(TargetKind.Values, _rows)
    {
        Values = [.. _sums.Select((sums, v) => sums.ToScores(meaning.Names[v], _rows))],
    };

    private sealed class Sums
    {
        private double _mean;
        private double _squaredDistances;
        private double _squaredErrors;
        private double _errors;

        // Welford's mean and squared distances: targets may be far from 0.
        public void Add(double answer, double expected, long count)
        {
            var error = answer - expected;
            _errors += Math.Abs(error);
            _squaredErrors += error * error;
            var distance = expected - _mean;
            _mean += distance / count;
            _squaredDistances += distance * (expected - _mean);
        }

        public ValueScores ToScores(string name, long rows)
        {
            var r2 = _squaredDistances > 0 ? 1 - (_squaredErrors / _squaredDistances) : _squaredErrors == 0 ? 1 : 0;
            return new ValueScores(name, r2, _errors / rows, Math.Sqrt(_squaredErrors / rows));
        }
    }
}
