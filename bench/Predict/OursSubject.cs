using Granary.Models;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Prediction;
using Granary.Numerics.Threads;

namespace Granary.Benchmarks.Predict;

/// <summary>
/// The project's own feed-forward, as <c>granary predict</c> uses it: each thread feeds rows of its own. Rows are copied to where it reads them.
/// </summary>
internal sealed class OursSubject : ISubject
{
    private readonly float[] _rows;
    private readonly int _inputs;
    private readonly int _outputsOfRow;
    private readonly int _batchRows;
    private readonly float[] _outputs;
    private readonly FeedForward[] _feeds;
    private readonly ParallelOptions _parallel;

    public OursSubject(Model model, float[] rows, int batchRows, int threads)
    {
        (_rows, _batchRows) = (rows, batchRows);
        _inputs = model.Description.Network.Inputs;
        _outputsOfRow = model.Description.Network.Outputs;
        _outputs = new float[batchRows * _outputsOfRow];
        var parts = Math.Min(threads, batchRows);
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = parts };
        _feeds = [.. Enumerable.Range(0, parts).Select(_ =>
            new FeedForward(model.Weights, MatrixKernels.Create(), new ComputeTeam(1), (batchRows + parts - 1) / parts))];
    }

    public ReadOnlySpan<float> Run(int batch)
    {
        if (_feeds.Length == 1)
        {
            Feed(batch, 0);
        }
        else
        {
            Parallel.For(0, _feeds.Length, _parallel, part => Feed(batch, part));
        }

        return _outputs;
    }

    public void Dispose()
    {
    }

    private void Feed(int batch, int part)
    {
        var (first, end) = (_batchRows * part / _feeds.Length, _batchRows * (part + 1) / _feeds.Length);
        var feed = _feeds[part];
        for (var r = first; r < end; r++)
        {
            _rows.AsSpan(((batch * _batchRows) + r) * _inputs, _inputs).CopyTo(feed.Inputs.Span[((r - first) * feed.InputStride)..]);
        }

        var result = feed.Run(end - first);
        for (var r = first; r < end; r++)
        {
            result.Row(r - first).CopyTo(_outputs.AsSpan(r * _outputsOfRow));
        }
    }
}
