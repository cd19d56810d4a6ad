using Granary.Numerics.Memory;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Single;

namespace Granary.Numerics.Datasets;

/// <summary>
/// Rows a network is trained or tested on: features, already scaled, and a target for each row. Nothing in it changes.
/// </summary>
public sealed class Dataset
{
    /// <summary>The largest number of features of all rows together: what one <see cref="AlignedBuffer"/> holds.</summary>
    public const int MaxValues = 2_147_483_575;

    private readonly int[] _labels;
    private readonly float[] _values;
    private float[] _weights = [];

    private Dataset(AlignedBuffer features, IReadOnlyList<string> featureNames, TargetNames targets, int[] labels, float[] values)
    {
        if (featureNames.Count == 0 || features.Length % featureNames.Count != 0)
        {
            throw new ArgumentException($"Found {features.Length} features and {featureNames.Count} names: expected whole rows.");
        }

        Features = features;
        FeatureNames = featureNames;
        TargetNames = targets;
        _labels = labels;
        _values = values;
        Rows = features.Length / featureNames.Count;
        HasTargets = labels.Length + values.Length > 0;
        var expected = targets.Kind == TargetKind.Classes ? Rows : Rows * targets.Names.Count;
        if (HasTargets && labels.Length + values.Length != expected)
        {
            throw new ArgumentException($"Found {labels.Length + values.Length} targets, expected {expected} for {Rows} rows.");
        }
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Length of a row.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>The features, row-major: <see cref="Rows"/> x <see cref="FeatureCount"/>.</summary>
    public AlignedBuffer Features { get; }

    /// <summary>The columns' names; <c>x0</c>, <c>x1</c>, ... for IDX.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>What the targets are, and their names.</summary>
    public TargetNames TargetNames { get; }

    /// <summary>What the targets are.</summary>
    public TargetKind Targets => TargetNames.Kind;

    /// <summary>False for rows that were read to be predicted only.</summary>
    public bool HasTargets { get; }

    /// <summary>The classes' names, by class; empty for other targets.</summary>
    public IReadOnlyList<string> ClassNames => Targets == TargetKind.Classes ? TargetNames.Names : [];

    /// <summary>The class of each row, from 0; empty for other targets and without targets.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>
    /// The values of each row, row-major, <see cref="Rows"/> x <see cref="Outputs"/>, 1 and 0 for yes and no; empty for classes and without
    /// targets.
    /// </summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>How much each row counts in training, at least 0; empty where all count the same.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>How many outputs a network has for these targets: one a class, a value or an answer.</summary>
    public int Outputs => TargetNames.Names.Count;

    /// <summary>Rows that belong to classes.</summary>
    /// <param name="features">The features, row-major.</param>
    /// <param name="featureNames">A name for each column.</param>
    /// <param name="labels">The class of each row, from 0.</param>
    /// <param name="classNames">A name for each class.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Dataset OfClasses(
        AlignedBuffer features, IReadOnlyList<string> featureNames, int[] labels, IReadOnlyList<string> classNames) =>
        new(features, featureNames, TargetNames.OfClasses(classNames), labels, []);

    /// <summary>Rows that have values, or answers of yes and no.</summary>
    /// <param name="features">The features, row-major.</param>
    /// <param name="featureNames">A name for each column.</param>
    /// <param name="values">The values of each row, row-major; 1 and 0 for yes and no.</param>
    /// <param name="targets">What they are; not classes.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Dataset OfValues(AlignedBuffer features, IReadOnlyList<string> featureNames, float[] values, TargetNames targets) =>
        new(features, featureNames, targets, [], values);

    /// <summary>Rows without targets, for a network trained on targets of a kind.</summary>
    /// <param name="features">The features, row-major.</param>
    /// <param name="featureNames">A name for each column.</param>
    /// <param name="targets">What the network was trained on.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static Dataset WithoutTargets(AlignedBuffer features, IReadOnlyList<string> featureNames, TargetNames targets) =>
        new(features, featureNames, targets, [], []);

    /// <summary>The same rows with weights.</summary>
    /// <param name="weights">How much each row counts in training, at least 0; empty where all count the same.</param>
    /// <exception cref="ArgumentException">They are not as many as the rows.</exception>
    public Dataset WithWeights(float[] weights) => weights.Length == 0 || weights.Length == Rows
        ? new Dataset(Features, FeatureNames, TargetNames, _labels, _values) { _weights = weights }
        : throw new ArgumentException($"Found {weights.Length} weights, expected {Rows}.");

    /// <summary>The features of one row.</summary>
    /// <param name="row">The row, from 0.</param>
    public ReadOnlySpan<float> Row(int row) => Features.Span.Slice(row * FeatureCount, FeatureCount);

    /// <summary>A copy of the features as a MathNet matrix, <see cref="Rows"/> x <see cref="FeatureCount"/>.</summary>
    public Matrix<float> ToMatrix()
    {
        var matrix = new DenseMatrix(Rows, FeatureCount);
        for (var row = 0; row < Rows; row++)
        {
            var features = Row(row);
            for (var column = 0; column < features.Length; column++)
            {
                matrix.At(row, column, features[column]);
            }
        }

        return matrix;
    }

    /// <summary>
    /// Whether a network with so many outputs can learn these targets: <see cref="Outputs"/>, or 1 for two classes.
    /// </summary>
    public bool FitsOutputs(int outputs) => TargetNames.FitsOutputs(outputs);

    /// <summary>Writes what a network should answer for a row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="target">
    /// Receives, for one element a class, 1 for the row's class and 0 for the others; for one element and two classes the
    /// class, 0 or 1; for other targets the row's values.
    /// </param>
    /// <exception cref="ArgumentException">The length is not one that <see cref="FitsOutputs"/>.</exception>
    public void FillTarget(int row, Span<float> target)
    {
        if (!FitsOutputs(target.Length))
        {
            throw new ArgumentException($"Found {target.Length} outputs, expected {Outputs} for these targets.");
        }

        if (Targets != TargetKind.Classes)
        {
            _values.AsSpan(row * target.Length, target.Length).CopyTo(target);
            return;
        }

        if (target.Length == 1)
        {
            target[0] = _labels[row];
            return;
        }

        target.Clear();
        target[_labels[row]] = 1;
    }

    /// <summary>Whether a network's answer for a row stands for the row's class.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="output">The network's outputs, as <see cref="TargetNames.ClassOf"/> takes them.</param>
    /// <exception cref="InvalidOperationException">The targets are no classes.</exception>
    public bool IsCorrect(int row, ReadOnlySpan<float> output) => TargetNames.ClassOf(output) == _labels[row];
}
