using Granary.Data;
using Granary.Data.Csv.Dialects;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Training;

namespace Granary.Grains.Mapping;

/// <summary>Turns what jobs say into what the numeric core understands. Nothing else knows both vocabularies.</summary>
internal static class SpecMapping
{
    public static TrainingSettings ToSettings(this JobSpec spec) =>
        new(spec.Network.ToShape(), spec.Loss, spec.Optimizer.ToSettings(), spec.BatchSize)
        {
            Initializer = spec.Network.Initializer,
            Seed = spec.Seed,
            Shards = spec.Shards,
            Epochs = spec.Epochs,
            Steps = spec.Steps,
            Wire = spec.Wire.ToWireFormat(),
        };

    public static BatchSchedule ToSchedule(this JobSpec spec, int trainRows) =>
        new(trainRows, spec.BatchSize, spec.Shards, spec.Epochs, spec.Steps);

    public static NetworkShape ToShape(this NetworkSpec network) =>
        new(network.Dimensions, network.Activations);

    public static DataRequest ToRequest(this JobSpec spec) => new(spec.Data.Train.ToSource())
    {
        Label = spec.Data.Label,
        Csv = spec.Data.Csv.ToOptions(),
        Features = spec.Data.Features,
        Scaling = spec.Data.ToScaling(),
        Test = spec.Data.ToTest(),
        Seed = spec.Seed,
        OneOutputSquaredError = spec.Loss == Loss.Mse && spec.Network.Dimensions[^1] == 1,
    };

    public static WireFormat ToWireFormat(this WireName wire) => Enum.Parse<WireFormat>(wire.ToString());

    public static SliceCut ToCut(this CutSpec spec) => new(spec.MaxWeights, spec.Alignment);

    public static CutSpec ToSpec(this SliceCut cut) => new(cut.MaxWeights, cut.Alignment);

    private static OptimizerSettings ToSettings(this OptimizerSpec spec) =>
        new(spec.Name, spec.LearningRate) { Given = spec.Numbers.ToDictionary(n => n.Name, n => n.Value) };

    private static DataSource ToSource(this SourceSpec source) =>
        source.Csv is { } csv ? new CsvSource(csv) : new ArraySource(source.Images!, source.Labels!);

    private static CsvOptions ToOptions(this CsvSpec csv) => new()
    {
        Separator = csv.Separator?[0],
        DecimalMark = csv.DecimalMark?[0],
        ThousandsMark = csv.ThousandsMark?[0],
        Header = csv.Header,
        Encoding = csv.Encoding?.ToEncoding(),
    };

    private static TextEncoding ToEncoding(this EncodingName name) => Enum.Parse<TextEncoding>(name.ToString());

    private static FeatureScaling ToScaling(this DataSpec data) => data.Scaling switch
    {
        ScalingName.None => FeatureScaling.None,
        ScalingName.Factor => FeatureScaling.By(data.ScaleFactor),
        ScalingName.Standardize => FeatureScaling.Standardize,
        ScalingName.MinMax => FeatureScaling.MinMax,
        _ => throw new ArgumentOutOfRangeException(nameof(data), data.Scaling, "There is no such scaling."),
    };

    private static TestRequest? ToTest(this DataSpec data) => data switch
    {
        { Test: { } test } => new TestSource(test.ToSource()),
        { TestFraction: > 0 } => new HeldOutRows(data.TestFraction),
        _ => null,
    };
}
