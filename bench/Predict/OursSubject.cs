using Granary.Models;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Prediction;
using Granary.Numerics.Threads;

namespace Granary.Benchmarks.Predict;

/// <summary>The project's own feed-forward. Rows are copied to where it reads them.</summary>
internal sealed class OursSubject : ISubject
{
    private readonly float[] _rows;
    private readonly int _inputs;
    private readonly int _batchRows;
    private readonly float[] _outputs;
    private readonly ComputeTeam _team;
    private readonly FeedForward _feed;

    public OursSubject(Model model, float[] rows, int batchRows, int threads)
    {
        (_rows, _batchRows) = (rows, batchRows);
        _inputs = model.Description.Network.Inputs;
        _outputs = new float[batchRows * model.Description.Network.Outputs];
        _team = new ComputeTeam(threads);
        _feed = new FeedForward(model.Weights, MatrixKernels.Create(), _team, batchRows);
    }

    public ReadOnlySpan<float> Run(int batch)
    {
        for (var r = 0; r < _batchRows; r++)
        {
            _rows.AsSpan(((batch * _batchRows) + r) * _inputs, _inputs).CopyTo(_feed.Inputs.Span[(r * _feed.InputStride)..]);
        }

        var result = _feed.Run(_batchRows);
        for (var r = 0; r < _batchRows; r++)
        {
            result.Row(r).CopyTo(_outputs.AsSpan(r * result.Columns));
        }

        return _outputs;
    }

    public void Dispose() => _team.Dispose();
}
