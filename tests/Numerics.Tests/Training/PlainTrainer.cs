using Granary.Formulas.Activations;
using Granary.Formulas.Dropouts;
using Granary.Formulas.Losses;
using Granary.Formulas.Normalizations;
using Granary.Formulas.Optimizers;
using Granary.Formulas.Randomness;
using Granary.Numerics.Datasets;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;
using Granary.Numerics.Tests.Functions;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Training;

/// <summary>
/// Training as its definition says: one element after another, on ordinary arrays. Of the numeric core it uses only what is
/// defined for a row, an element or a whole layer: activations, losses, updates, first weights and random numbers.
/// </summary>
internal sealed class PlainTrainer
{
    private readonly TrainingSettings _settings;
    private readonly Dataset _data;
    private readonly Optimizer _optimizer;
    private readonly float[][] _master;
    private readonly float[][] _first;
    private readonly float[][] _second;
    private KeptRows[] _kept = [];
    private long _step;

    public PlainTrainer(TrainingSettings settings, Dataset data)
    {
        _settings = settings;
        _data = data;
        _optimizer = Optimizer.Create(settings.Optimizer);
        _master = [.. settings.Network.Layers.Select((_, l) => FirstParameters(l))];
        Parameters = [.. _master.Select(Published)];
        _first = [.. Parameters.Select(p => new float[p.Length])];
        _second = [.. Parameters.Select(p => new float[p.Length])];
    }

    /// <summary>For each layer its published weights, neuron by neuron, then its biases, gains and shifts.</summary>
    public float[][] Parameters { get; }

    /// <summary>Takes one step.</summary>
    /// <returns>Mean loss a row before the update.</returns>
    public double Step()
    {
        var rows = BatchRows();
        var layers = _settings.Network.Layers;
        var values = new float[layers.Count + 1][][];
        var activated = new float[layers.Count][][];
        _kept = new KeptRows[layers.Count];
        values[0] = [.. rows.Select(row => _data.Row(row).ToArray())];
        for (var l = 0; l < layers.Count; l++)
        {
            _kept[l] = new KeptRows(rows.Length);
            activated[l] = [.. values[l].Select((x, r) => Forward(l, r, x))];
            values[l + 1] = [.. activated[l].Select((y, r) => Dropped(l, r, y))];
        }

        var losses = new float[rows.Length];
        var deltas = new float[rows.Length][];
        for (var r = 0; r < rows.Length; r++)
        {
            var target = new float[_settings.Network.Outputs];
            _data.FillTarget(rows[r], target);
            Smooth(target);
            deltas[r] = new float[target.Length];
            losses[r] = LossFunction.Evaluate(_settings.Loss, layers[^1].Activation, values[^1][r], target, deltas[r]);
            var weight = (_data.Weights.Length > 0 ? _data.Weights[rows[r]] : 1) * (_settings.Regularization.ClassWeights?[_data.Labels[rows[r]]] ?? 1);
            losses[r] *= weight;
            deltas[r] = Array.ConvertAll(deltas[r], d => d * weight);
        }

        var gradients = new float[layers.Count][];
        for (var l = layers.Count - 1; l >= 0; l--)
        {
            gradients[l] = Gradient(l, values[l], deltas);
            deltas = l == 0 ? deltas : [.. deltas.Select((delta, r) => Backward(l, r, delta, activated[l - 1][r]))];
        }

        var clipping = Clipping(gradients, rows.Length);
        for (var l = 0; l < layers.Count; l++)
        {
            Update(l, gradients[l], rows.Length, clipping);
        }

        _step++;
        return LossSum(losses, 0, _settings.Shards) / rows.Length;
    }

    // What a row's neurons give, or their derivatives, with some dropped out.
    private float[] Dropped(int layer, int place, float[] y)
    {
        var rate = _settings.Regularization.DropoutOf(layer);
        if (rate == 0)
        {
            return y;
        }

        var factors = new float[y.Length];
        DropoutMask.Fill(_settings.Regularization.Seed, layer, (_step * _settings.BatchSize) + place, rate, factors);
        return [.. y.Zip(factors, (value, factor) => value * factor)];
    }

    private void Smooth(float[] target)
    {
        var e = _settings.Regularization.LabelSmoothing;
        var middle = _settings.Network.Layers[^1].Activation == Activation.Softmax ? e / target.Length : e / 2;
        for (var i = 0; i < target.Length && e > 0; i++)
        {
            target[i] = MathF.FusedMultiplyAdd(target[i], 1 - e, middle);
        }
    }

    private float[] FirstParameters(int layer)
    {
        var shape = _settings.Network.Layers[layer];
        var parameters = new float[shape.Parameters];
        var whole = new SliceShape(layer, 0, 0, shape.Outputs, shape.Inputs, shape.IsNormalized);
        WeightInitializer.Fill(_settings.Initializer, shape, whole, _settings.Seed, parameters);
        return parameters;
    }

    private int[] BatchRows()
    {
        var stepsPerEpoch = (int)Math.Ceiling(_data.Rows / (double)_settings.BatchSize);
        var order = new int[_data.Rows];
        CounterRandom.Permutation(_settings.Seed, RandomPurpose.Shuffle, _step / stepsPerEpoch, order);
        return [.. order.Skip((int)(_step % stepsPerEpoch) * _settings.BatchSize).Take(_settings.BatchSize)];
    }

    // The last layer's activation is left to the loss.
    private float[] Forward(int layer, int place, float[] x)
    {
        var shape = _settings.Network.Layers[layer];
        var weights = Parameters[layer];
        var z = new float[shape.Outputs];
        for (var n = 0; n < z.Length; n++)
        {
            var chain = 0f;
            for (var k = 0; k < x.Length; k++)
            {
                chain = MathF.FusedMultiplyAdd(x[k], weights[(n * x.Length) + k], chain);
            }

            z[n] = chain + weights[(shape.Outputs * x.Length) + n];
        }

        if (shape.IsNormalized)
        {
            Normalize(layer, place, z);
        }

        _kept[layer].Activated[place] = [.. z];
        if (layer < _settings.Network.Layers.Count - 1)
        {
            ActivationFunction.Apply(shape.Activation, z);
        }

        return z;
    }

    private unsafe void Normalize(int layer, int place, float[] z)
    {
        var length = z.Length;
        fixed (float* row = z, others = Parameters[layer].AsSpan()[^(2 * length)..])
        {
            _kept[layer].Inverses[place] = NormalizedRow.Normalize(row, length);
            _kept[layer].Rows[place] = [.. z];
            NormalizedRow.Stretch(row, others, others + length, row, length);
        }
    }

    private unsafe void Unnormalize(int layer, int place, float[] delta)
    {
        var kept = _kept[layer];
        kept.ByShift[place] = [.. delta];
        kept.ByGain[place] = new float[delta.Length];
        fixed (float* x = kept.Rows[place], derivatives = delta, byGain = kept.ByGain[place], gains = Parameters[layer].AsSpan()[^(2 * delta.Length)..])
        {
            NormalizedRow.Derive(x, kept.Inverses[place], gains, derivatives, byGain, delta.Length);
        }
    }

    private float[] Backward(int layer, int place, float[] delta, float[] x)
    {
        var before = new float[x.Length];
        for (var k = 0; k < x.Length; k++)
        {
            for (var n = 0; n < delta.Length; n++)
            {
                before[k] = MathF.FusedMultiplyAdd(delta[n], Parameters[layer][(n * x.Length) + k], before[k]);
            }
        }

        // Derivatives by what comes out of the dropout, unless the activation looks at one element at a time: then the order decides bits only.
        var shape = _settings.Network.Layers[layer - 1];
        x = ActivationFunction.KeepsInput(shape.Activation) ? _kept[layer - 1].Activated[place] : x;
        before = ActivationFunction.NeedsRow(shape.Activation) ? Dropped(layer - 1, place, before) : before;
        ActivationFunction.MultiplyByDerivative(shape.Activation, x, before);
        before = ActivationFunction.NeedsRow(shape.Activation) ? before : Dropped(layer - 1, place, before);
        if (shape.IsNormalized)
        {
            Unnormalize(layer - 1, place, before);
        }

        return before;
    }

    private float[] Gradient(int layer, float[][] values, float[][] deltas)
    {
        var shape = _settings.Network.Layers[layer];
        var gradient = new float[shape.Parameters];
        for (var n = 0; n < shape.Outputs; n++)
        {
            for (var k = 0; k < shape.Inputs; k++)
            {
                gradient[(n * shape.Inputs) + k] =
                    GradientSum(r => deltas[r][n], r => values[r][k], values.Length, 0, _settings.Shards);
            }

            gradient[(shape.Outputs * shape.Inputs) + n] =
                GradientSum(r => deltas[r][n], _ => 1f, values.Length, 0, _settings.Shards);
            if (shape.IsNormalized)
            {
                gradient[(shape.Outputs * (shape.Inputs + 1)) + n] =
                    GradientSum(r => _kept[layer].ByGain[r][n], _ => 1f, values.Length, 0, _settings.Shards);
                gradient[(shape.Outputs * (shape.Inputs + 2)) + n] =
                    GradientSum(r => _kept[layer].ByShift[r][n], _ => 1f, values.Length, 0, _settings.Shards);
            }
        }

        return gradient;
    }

    private float GradientSum(Func<int, float> delta, Func<int, float> x, int rows, int firstShard, int shards)
    {
        if (shards > 1)
        {
            return Rounded(
                GradientSum(delta, x, rows, firstShard, shards / 2)
                + GradientSum(delta, x, rows, firstShard + (shards / 2), shards / 2));
        }

        var chain = 0f;
        for (var r = ShardStart(rows, firstShard); r < ShardStart(rows, firstShard + 1); r++)
        {
            chain = MathF.FusedMultiplyAdd(delta(r), x(r), chain);
        }

        return Rounded(chain);
    }

    private double LossSum(float[] losses, int firstShard, int shards)
    {
        if (shards > 1)
        {
            return LossSum(losses, firstShard, shards / 2) + LossSum(losses, firstShard + (shards / 2), shards / 2);
        }

        var sum = 0.0;
        for (var r = ShardStart(losses.Length, firstShard); r < ShardStart(losses.Length, firstShard + 1); r++)
        {
            sum += losses[r];
        }

        return sum;
    }

    private int ShardStart(int rows, int shard) => rows * shard / _settings.Shards;

    // Of each neuron its weights' squares, the k-th into sum k mod 8, then those of its bias, gain and shift.
    private float Clipping(float[][] gradients, int rows)
    {
        if (_optimizer.ClipNorm == 0)
        {
            return 1;
        }

        var total = 0d;
        for (var l = 0; l < gradients.Length; l++)
        {
            var shape = _settings.Network.Layers[l];
            var squares = Array.ConvertAll(gradients[l], g => (double)(g * (1f / rows)) * (g * (1f / rows)));
            for (var n = 0; n < shape.Outputs; n++)
            {
                var s = new double[8];
                for (var k = 0; k < shape.Inputs; k++)
                {
                    s[k % 8] += squares[(n * shape.Inputs) + k];
                }

                var sum = s[0] + s[4] + (s[1] + s[5]) + (s[2] + s[6] + (s[3] + s[7]));
                for (var i = (shape.Outputs * shape.Inputs) + n; i < squares.Length; i += shape.Outputs)
                {
                    sum += squares[i];
                }

                total += sum;
            }
        }

        return NormClipping.Factor(Math.Sqrt(total), _optimizer.ClipNorm);
    }

    private void Update(int layer, float[] gradient, int rows, float clipping)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            _optimizer.Update(
                _step,
                1f / rows,
                [gradient[i]],
                _master[layer].AsSpan(i, 1),
                _master[layer].AsSpan(i, 1),
                _first[layer].AsSpan(i, 1),
                _second[layer].AsSpan(i, 1),
                clipping);
        }

        Parameters[layer] = Published(_master[layer]);
    }

    private float[] Published(float[] parameters) => Array.ConvertAll(parameters, Rounded);

    private float Rounded(float value) => _settings.Wire == WireFormat.Bfloat16 ? Bfloat16Oracle.Round(value) : value;

    // What the way back needs of a layer's rows, beside what they give.
    private sealed class KeptRows(int rows)
    {
        // What was activated.
        public float[][] Activated { get; } = new float[rows][];

        public float[][] Rows { get; } = new float[rows][];

        public float[] Inverses { get; } = new float[rows];

        public float[][] ByGain { get; } = new float[rows][];

        public float[][] ByShift { get; } = new float[rows][];
    }
}
