using Granary.Formulas.Activations;
using Granary.Data;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Training;

namespace Granary.Grains.Workers;

/// <summary>
/// What a worker grain does: for each step its shards' rows forward and backward, and as soon as a layer's gradient is there,
/// off it goes to the layer. Everything runs on the silo's compute executor.
/// </summary>
/// <remarks>
/// Where its shards are assigned to a second worker too, either of them may be overtaken: an answer then brings weights of a later
/// version than the next step's. They may be of several versions, so the worker takes no further step and says so in its report.
/// </remarks>
internal sealed class ShardWorker
{
    private readonly ComputeExecutor _executor;
    private readonly TrainingData _data;
    private readonly BatchSchedule _schedule;
    private readonly RowOrder _order;
    private readonly ShardRange _range;
    private readonly TreeNode[] _nodes;
    private readonly int[][] _shardStarts;
    private readonly WorkerLayer[] _layers;
    private readonly Backpropagation _backpropagation;
    private readonly bool _countsCorrect;
    private readonly bool _areProbabilities;
    private readonly bool _isAlone;
    private volatile bool _stopped;
    private volatile SpanRecorder? _span;

    /// <summary>Makes a worker that has no weights yet.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="data">Its data.</param>
    /// <param name="range">The worker's shards.</param>
    /// <param name="layers">The network's layers.</param>
    /// <param name="kernel">A kernel of the worker's own.</param>
    /// <param name="executor">The silo's compute threads.</param>
    /// <param name="isAlone">Whether all workers and all slices of the job are on this silo.</param>
    public ShardWorker(
        TrainingSettings settings,
        BatchSchedule schedule,
        TrainingData data,
        ShardRange range,
        WorkerLayer[] layers,
        MatrixKernel kernel,
        ComputeExecutor executor,
        bool isAlone)
    {
        _executor = executor;
        _isAlone = isAlone;
        _data = data;
        _schedule = schedule;
        _order = new RowOrder(schedule, settings.Seed);
        _range = range;
        _nodes = range.Nodes();
        _shardStarts = Array.ConvertAll(_nodes, node => new int[node.ShardCount + 1]);
        _layers = layers;
        _countsCorrect = data.Train.Targets == TargetKind.Classes;
        _areProbabilities = _countsCorrect && settings.Network.Layers[^1].Activation is var output
            && (output == Activation.Softmax || (output == Activation.Sigmoid && data.Train.ClassNames.Count == 2));
        var rows = (int)((long)settings.BatchSize * range.Count / schedule.Shards) + 1;
        var otherRows = Math.Min(EvaluationReport.BlockRows, Math.Max(data.Validation?.Rows ?? 0, data.Test?.Rows ?? 0));
        _backpropagation = new Backpropagation(
            settings.Network, settings.Loss, kernel, executor.Team, Math.Max(rows, otherRows), settings.Wire, settings.Regularization);
    }

    /// <summary>Fetches the weights that are published.</summary>
    /// <param name="fetch">Fetches a slice of a layer, both by their numbers, from another silo.</param>
    public Task<bool> ReadWeights(Func<int, int, ValueTask<SliceWeights>> fetch) => _executor.Run(async () =>
    {
        for (var l = 0; l < _layers.Length; l++)
        {
            var layer = l;
            await _layers[l].Read(slice => fetch(layer, slice));
        }

        return true;
    });

    /// <summary>Fetches the weights with which a second worker begins in the middle of a span.</summary>
    /// <param name="fetch">Fetches a slice of a layer, both by their numbers.</param>
    public Task<bool> Join(Func<int, int, ValueTask<SliceWeights>> fetch) => _executor.Run(async () =>
    {
        for (var l = 0; l < _layers.Length; l++)
        {
            var layer = l;
            await _layers[l].Join(slice => fetch(layer, slice));
        }

        return true;
    });

    /// <summary>What was seen so far of the span under way, or of the last one; null before the first. Any thread may ask.</summary>
    public SpanReport? ReportSoFar() => _span?.ToReportSoFar();

    /// <summary>Takes the steps <c>[from, to)</c>.</summary>
    public Task<SpanReport> RunSpan(long from, long to) => _executor.Run(() => Steps(from, to));

    /// <summary>Feeds blocks of rows through the network that it is not trained on.</summary>
    public Task<EvaluationReport> Evaluate(EvaluatedRows which, int firstBlock, int endBlock)
    {
        var rows = which == EvaluatedRows.Validation ? _data.Validation! : _data.Test!;
        return _executor.Run(() => Task.FromResult(new RowEvaluation(rows, _backpropagation, _layers, _areProbabilities).Evaluate(firstBlock, endBlock)));
    }

    /// <summary>The hash of the weights.</summary>
    /// <exception cref="InvalidOperationException">A weight is not a finite number.</exception>
    public Task<string> HashWeights() => _executor.Run(() =>
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
        var span = new SpanRecorder(from, _nodes.Length, (int)(to - from), _countsCorrect);
        _span = span;
        for (var step = from; step < to && !_stopped; step++)
        {
            Load(step);
            for (var l = 0; l < _layers.Length; l++)
            {
                await Receive(l, span);
                if (_layers[l].Version > step)
                {
                    span.IsOvertaken = true;
                    break;
                }

                _backpropagation.Forward(l, _layers[l].Weights);
            }

            if (span.IsOvertaken)
            {
                break;
            }

            _backpropagation.EvaluateLoss();
            Record(step, span);
            for (var l = _layers.Length - 1; l >= 0; l--)
            {
                Backward(l, step);
                span.BytesSent += _layers[l].DepartingBytes;
                if (!_isAlone && _executor.HasWork)
                {
                    // Updates of slices that others wait for.
                    await Task.Yield();
                }
            }
        }

        for (var l = 0; l < _layers.Length; l++)
        {
            await Receive(l, span);
        }

        return span.ToReport();
    }

    private ValueTask Receive(int layer, SpanRecorder span) =>
        _layers[layer].HasArrived ? _layers[layer].Receive() : span.Wait(_layers[layer].Receive());

    private void Backward(int layer, long step)
    {
        for (var node = 0; node < _nodes.Length; node++)
        {
            _backpropagation.Gradient(layer, _shardStarts[node], _layers[layer].Gradients[node]);
        }

        // Where all workers share a silo, an exchange writes the new weights over those that the layer before needs.
        if (!_isAlone)
        {
            _layers[layer].Send(step);
        }

        if (layer > 0)
        {
            _backpropagation.Backward(layer, _layers[layer].Weights);
        }

        if (_isAlone)
        {
            _layers[layer].Send(step);
        }
    }

    private void Load(long step)
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

        _backpropagation.LoadTraining(_data.Train, RowsOf(step), (step * _schedule.BatchSize) + first);
        Backpropagation.Announce(_data.Train, _order.RowsAfter(step));
    }

    private ReadOnlySpan<int> RowsOf(long step)
    {
        var batch = _order.Rows(step);
        return batch[_schedule.ShardStart(batch.Length, _range.Start).._schedule.ShardStart(batch.Length, _range.End)];
    }

    private void Record(long step, SpanRecorder span)
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
            var rows = RowsOf(step);
            for (var r = 0; r < rows.Length; r++)
            {
                correct += _data.Train.IsCorrect(rows[r], _backpropagation.Output(r)) ? 1 : 0;
            }
        }

        span.EndStep(correct);
    }
}
