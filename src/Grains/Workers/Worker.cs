using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Workers;
using Granary.Numerics.Data;
using Granary.Numerics.Kernels;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Training;

namespace Granary.Grains.Workers;

/// <summary>
/// What a worker grain does: for each step its shards' rows forward and backward, and as soon as a layer's gradient is there,
/// off it goes to the layer. Everything runs on the silo's compute lane.
/// </summary>
internal sealed class Worker
{
    private readonly ComputeLane _lane;
    private readonly TrainingData _data;
    private readonly BatchSchedule _schedule;
    private readonly RowOrder _order;
    private readonly ShardRange _range;
    private readonly TreeNode[] _nodes;
    private readonly int[][] _shardStarts;
    private readonly WorkerLayer[] _layers;
    private readonly Backpropagation _backpropagation;
    private readonly bool _countsCorrect;
    private volatile bool _stopped;

    /// <summary>Makes a worker that has no weights yet.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="data">Its data.</param>
    /// <param name="range">The worker's shards.</param>
    /// <param name="layers">The network's layers.</param>
    /// <param name="kernel">A kernel of the worker's own.</param>
    /// <param name="lane">The silo's compute threads.</param>
    public Worker(
        TrainingSettings settings,
        BatchSchedule schedule,
        TrainingData data,
        ShardRange range,
        WorkerLayer[] layers,
        MatrixKernel kernel,
        ComputeLane lane)
    {
        _lane = lane;
        _data = data;
        _schedule = schedule;
        _order = new RowOrder(schedule, settings.Seed);
        _range = range;
        _nodes = range.Nodes();
        _shardStarts = Array.ConvertAll(_nodes, node => new int[node.ShardCount + 1]);
        _layers = layers;
        _countsCorrect = data.Train.Targets == TargetKind.Classes;
        var rows = (int)((long)settings.BatchSize * range.Count / schedule.Shards) + 1;
        var testRows = Math.Min(EvaluationReport.BlockRows, data.Test?.Rows ?? 0);
        _backpropagation = new Backpropagation(settings.Network, settings.Loss, kernel, lane.Team, Math.Max(rows, testRows));
    }

    /// <summary>Fetches the weights that are published.</summary>
    public Task<bool> ReadWeights() => _lane.Run(async () =>
    {
        foreach (var layer in _layers)
        {
            await layer.Read();
        }

        return true;
    });

    /// <summary>Takes the steps <c>[from, to)</c>.</summary>
    public Task<SpanReport> RunSpan(long from, long to) => _lane.Run(() => Steps(from, to));

    /// <summary>Feeds blocks of test rows through the network.</summary>
    public Task<EvaluationReport> Evaluate(int firstBlock, int endBlock) =>
        _lane.Run(() => Task.FromResult(EvaluateBlocks(firstBlock, endBlock)));

    /// <summary>The hash of the weights.</summary>
    /// <exception cref="InvalidOperationException">A weight is not a finite number.</exception>
    public Task<string> HashWeights() => _lane.Run(() =>
    {
        var diverged = Array.FindIndex(_layers, l => !l.IsFinite);
        return diverged < 0
            ? Task.FromResult(WeightsHash.Compute(_layers.Select(l => l.Weights)))
            : throw new InvalidOperationException(
                $"Layer {diverged + 1} of {_layers.Length} has weights that are not finite numbers. "
                + "Most likely the learning rate is too high: try a tenth of it.");
    });

    /// <summary>Ends a running span after its current step.</summary>
    public void Stop() => _stopped = true;

    private async Task<SpanReport> Steps(long from, long to)
    {
        var span = new SpanRecorder(_nodes.Length, (int)(to - from), _countsCorrect);
        for (var step = from; step < to && !_stopped; step++)
        {
            ForwardAndBackward(step, span);
            for (var l = _layers.Length - 1; l >= 0; l--)
            {
                await _layers[l].Receive();
            }
        }

        return span.ToReport();
    }

    private void ForwardAndBackward(long step, SpanRecorder span)
    {
        var rows = Load(step);
        for (var l = 0; l < _layers.Length; l++)
        {
            _backpropagation.Forward(l, _layers[l].Weights);
        }

        _backpropagation.EvaluateLoss();
        Record(step, rows, span);
        for (var l = _layers.Length - 1; l >= 0; l--)
        {
            for (var node = 0; node < _nodes.Length; node++)
            {
                _backpropagation.Gradient(l, _shardStarts[node], _layers[l].Gradients[node]);
            }

            // Before the exchange, because the answer may overwrite these weights.
            if (l > 0)
            {
                _backpropagation.Backward(l, _layers[l].Weights);
            }

            _layers[l].Send(step);
        }
    }

    private ReadOnlySpan<int> Load(long step)
    {
        var batch = _order.Rows(step);
        var first = _schedule.ShardStart(batch.Length, _range.Start);
        for (var n = 0; n < _nodes.Length; n++)
        {
            for (var s = 0; s <= _nodes[n].ShardCount; s++)
            {
                _shardStarts[n][s] = _schedule.ShardStart(batch.Length, _nodes[n].FirstShard + s) - first;
            }
        }

        var rows = batch[first.._schedule.ShardStart(batch.Length, _range.End)];
        _backpropagation.Load(_data.Train, rows);
        Backpropagation.Announce(_data.Train, _order.RowsAfter(step));
        return rows;
    }

    private void Record(long step, ReadOnlySpan<int> rows, SpanRecorder span)
    {
        foreach (var starts in _shardStarts)
        {
            var loss = ShardSums.OfRows(_backpropagation.RowLosses, starts);
            span.AddLoss(loss);
            if (!double.IsFinite(loss) && span.NonFiniteStep is null)
            {
                span.NonFiniteStep = step;

                // Where only the loss itself overflowed, the last layer's outputs grew too large for it.
                span.NonFiniteLayer = _backpropagation.FirstNonFiniteLayer() ?? _layers.Length - 1;
            }
        }

        var correct = 0;
        if (_countsCorrect)
        {
            for (var r = 0; r < rows.Length; r++)
            {
                correct += _data.Train.IsCorrect(rows[r], _backpropagation.Output(r)) ? 1 : 0;
            }
        }

        span.EndStep(correct);
    }

    private EvaluationReport EvaluateBlocks(int firstBlock, int endBlock)
    {
        var test = _data.Test!;
        var classes = _countsCorrect ? test.ClassNames.Count : 0;
        var losses = new double[endBlock - firstBlock];
        var confusion = new int[classes * classes];
        for (var block = firstBlock; block < endBlock; block++)
        {
            var first = block * EvaluationReport.BlockRows;
            int[] rows = [.. Enumerable.Range(first, Math.Min(EvaluationReport.BlockRows, test.Rows - first))];
            _backpropagation.Load(test, rows);
            for (var l = 0; l < _layers.Length; l++)
            {
                _backpropagation.Forward(l, _layers[l].Weights);
            }

            _backpropagation.EvaluateLoss();
            losses[block - firstBlock] = ShardSums.OfRows(_backpropagation.RowLosses, [0, rows.Length]);
            for (var r = 0; r < rows.Length && classes > 0; r++)
            {
                confusion[(test.Labels[rows[r]] * classes) + test.Predict(_backpropagation.Output(r))]++;
            }
        }

        return new EvaluationReport { BlockLosses = losses, Confusion = confusion };
    }
}
