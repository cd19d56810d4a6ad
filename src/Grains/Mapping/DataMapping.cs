using Granary.Data;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Targets;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Numerics.Datasets;

namespace Granary.Grains.Mapping;

/// <summary>Turns what jobs say about their data into a request for it. The same for a job before and after its network's dimensions are known.</summary>
internal static class DataMapping
{
    public static DataRequest ToRequest(this JobSpec spec) => new(spec.Data.Train.ToSource())
    {
        Labels = spec.Data.Labels,
        Csv = spec.Data.Csv.ToOptions(),
        Features = spec.Data.Features,
        Weight = spec.Data.Weight,
        Columns = spec.Data.Columns.ToDictionary(c => c.Name, ToOptions),
        Scaling = ToScaling(spec.Data.Scaling, spec.Data.ScaleFactor),
        Validation = ToRows(spec.Data.Validation),
        Test = ToRows(spec.Data.TestRows),
        Seed = spec.Seed,
        Targets = spec.ToPreference(),
        TargetScaling = spec.Network.Activations is [.., Activation.Identity] ? FeatureScaling.Standardize : FeatureScaling.None,
    };

    /// <summary>The job with the dimensions that its data gives its network.</summary>
    public static JobSpec For(this JobSpec spec, Dataset train)
    {
        // Of two classes one output tells as much, except where the outputs are probabilities that add up to 1.
        var isOne = train.Targets == TargetKind.Classes && train.Outputs == 2 && spec.Network.Activations[^1] != Activation.Softmax;
        return spec with { Network = spec.Network.For(train.FeatureCount, isOne ? 1 : train.Outputs) };
    }

    /// <summary>The job with the lengths of its schedule in steps, which stay what they are when the job is trained for longer.</summary>
    public static JobSpec WithScheduleInSteps(this JobSpec spec, int trainRows)
    {
        var batches = spec.ToSchedule(trainRows);
        return spec with { Schedule = spec.Schedule?.InSteps(batches.StepsPerEpoch, batches.TotalSteps) };
    }

    private static TargetPreference ToPreference(this JobSpec spec)
    {
        if (spec.Loss == Loss.CrossEntropy)
        {
            return TargetPreference.Classes;
        }

        if (spec.Network.Hidden is not null)
        {
            return TargetPreference.Guess;
        }

        return spec.Network.Dimensions[^1] == 1 ? TargetPreference.Values : TargetPreference.Classes;
    }

    private static DataSource ToSource(this SourceSpec source) =>
        source.Csv is { } csv ? new TableSource(csv) : new ArraySource(source.Images!, source.Labels!);

    private static CsvOptions ToOptions(this CsvSpec csv) => new()
    {
        Separator = csv.Separator?[0],
        DecimalMark = csv.DecimalMark?[0],
        ThousandsMark = csv.ThousandsMark?[0],
        Header = csv.Header,
        Encoding = csv.Encoding is { } encoding ? Same<EncodingName, TextEncoding>(encoding) : null,
    };

    private static ColumnOptions ToOptions(ColumnSpec column) => new()
    {
        Type = column.Type is { } type ? Same<ColumnTypeName, ColumnType>(type) : null,
        Missing = Same<MissingName, MissingPolicy>(column.Missing ?? MissingName.Median),
        Scaling = ToScaling(column.Scaling, column.ScaleFactor),
        MaxCategories = column.MaxCategories ?? ColumnOptions.DefaultMaxCategories,
        DateFormat = column.Format,
    };

    private static FeatureScaling? ToScaling(ScalingName? scaling, float factor) => scaling switch
    {
        null => null,
        ScalingName.None => FeatureScaling.None,
        ScalingName.Factor => FeatureScaling.By(factor),
        ScalingName.Standardize => FeatureScaling.Standardize,
        ScalingName.MinMax => FeatureScaling.MinMax,
        _ => throw new ArgumentOutOfRangeException(nameof(scaling), scaling, "There is no such scaling."),
    };

    private static OtherRows? ToRows(HeldOutSpec? rows) => rows switch
    {
        { Source: { } source } => new OtherSource(source.ToSource()),
        { Fraction: > 0 } => new HeldOutRows(rows.Fraction)
        {
            By = rows.By is { } by ? Same<HeldOutName, HeldOutBy>(by) : null,
            Column = rows.Column,
        },
        _ => null,
    };

    // Both have the same names: a test sees to it.
    private static TTo Same<TFrom, TTo>(TFrom name)
        where TFrom : struct, Enum
        where TTo : struct, Enum => Enum.Parse<TTo>(name.ToString());
}
