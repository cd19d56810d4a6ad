using System.Collections.Concurrent;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Prediction;
using Granary.Numerics.Threads;

namespace Granary.Models.Predictions;

/// <summary>Predicts with a network, for several threads at once: each call takes what it needs from a pool, and the pool grows to what was needed at once.</summary>
internal sealed class RowPredictor
{
    private readonly NetworkWeights _weights;
    private readonly int _maxRows;
    private readonly ConcurrentBag<FeedForward> _pool = [];

    /// <summary>Makes one.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="maxRows">The most rows of a call.</param>
    public RowPredictor(NetworkWeights weights, int maxRows) => (_weights, _maxRows) = (weights, maxRows);

    /// <summary>Predicts rows.</summary>
    /// <param name="features">The features of the rows, one after the other.</param>
    /// <param name="outputs">Receives the outputs of the rows, one after the other.</param>
    public void Predict(ReadOnlySpan<float> features, Span<float> outputs)
    {
        var (inputs, length) = (_weights.Shape.Inputs, _weights.Shape.Outputs);
        var feed = Rent();
        for (var first = 0; first < features.Length / inputs; first += _maxRows)
        {
            var rows = Math.Min(_maxRows, (features.Length / inputs) - first);
            for (var r = 0; r < rows; r++)
            {
                features.Slice((first + r) * inputs, inputs).CopyTo(feed.Inputs.Span[(r * feed.InputStride)..]);
            }

            Copy(feed.Run(rows), outputs[(first * length)..]);
        }

        _pool.Add(feed);
    }

    /// <summary>Predicts rows.</summary>
    public IReadOnlyList<Prediction> Predict(IReadOnlyList<ModelRow> rows, OutputMeaning meaning)
    {
        var predictions = new Prediction[rows.Count];
        var feed = Rent();
        for (var first = 0; first < rows.Count; first += _maxRows)
        {
            var count = Math.Min(_maxRows, rows.Count - first);
            for (var r = 0; r < count; r++)
            {
                rows[first + r].Encode(feed.Inputs.Span[(r * feed.InputStride)..]);
            }

            var outputs = feed.Run(count);
            for (var r = 0; r < count; r++)
            {
                predictions[first + r] = Prediction.Of(meaning, outputs.Row(r));
            }
        }

        _pool.Add(feed);
        return predictions;
    }

    /// <summary>Predicts one row.</summary>
    public Prediction Predict(ModelRow row, OutputMeaning meaning)
    {
        var feed = Rent();
        row.Encode(feed.Inputs.Span);
        var prediction = Prediction.Of(meaning, feed.Run(1).Row(0));
        _pool.Add(feed);
        return prediction;
    }

    private static void Copy(Matrix rows, Span<float> outputs)
    {
        for (var r = 0; r < rows.Rows; r++)
        {
            rows.Row(r).CopyTo(outputs[(r * rows.Columns)..]);
        }
    }

    // The threads are the callers' own.
    private FeedForward Rent() =>
        _pool.TryTake(out var feed) ? feed : new FeedForward(_weights, MatrixKernels.Create(), new ComputeTeam(1), _maxRows);
}
