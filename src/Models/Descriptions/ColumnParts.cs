using Granary.Data.Columns;
using Granary.Data.Encodings;
using Granary.Data.Scaling;

namespace Granary.Models.Descriptions;

/// <summary>Columns and their encodings as a description has them.</summary>
internal static class ColumnParts
{
    /// <summary>What is written of columns.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="areNamed">Whether their names mean something; those of arrays are x0, x1 and so on, and the many that are alike become one.</param>
    public static ColumnPart[] Of(IReadOnlyList<ColumnEncoding> columns, bool areNamed)
    {
        var parts = columns.Select(ToPart);
        return areNamed ? [.. parts] : Merge([.. parts]);
    }

    /// <summary>The encodings of columns.</summary>
    /// <exception cref="ArgumentException">A column lacks what its type needs.</exception>
    public static ColumnEncoding[] ToEncodings(ColumnPart[] parts) => [.. parts.SelectMany(Expand).Select(ToEncoding)];

    public static ScalingPart ToPart(ColumnScaling scaling) => new()
    {
        Kind = scaling.Scaling.Kind,
        Factor = scaling.Scaling.Kind == FeatureScalingKind.Factor ? scaling.Scaling.Factor : null,
        Offset = scaling.Scaling.IsMeasured ? scaling.Offset : null,
        Divisor = scaling.Scaling.IsMeasured ? scaling.Divisor : null,
    };

    /// <exception cref="ArgumentException">Its numbers are missing, or none that a scaling has.</exception>
    public static ColumnScaling ToScaling(ScalingPart part) => part.Kind switch
    {
        FeatureScalingKind.None => new ColumnScaling(FeatureScaling.None, 0, 1),
        FeatureScalingKind.Factor => new ColumnScaling(FeatureScaling.By(part.Factor ?? 0), 0, 1),
        FeatureScalingKind.MinMax => new ColumnScaling(FeatureScaling.MinMax, Needed(part.Offset, "offset"), Needed(part.Divisor, "divisor")),
        _ => new ColumnScaling(FeatureScaling.Standardize, Needed(part.Offset, "offset"), Needed(part.Divisor, "divisor")),
    };

    private static ColumnPart ToPart(ColumnEncoding column)
    {
        var plan = column.Plan;
        var part = new ColumnPart
        {
            Name = plan.Name,
            Type = plan.Type,
            Shift = plan.Reading.IsNumber ? plan.Reading.Shift : null,
            Required = plan.Options.Missing == MissingPolicy.Refuse,
        };
        return column switch
        {
            NumberEncoding number => part with { Missing = number.Imputation, Scale = ToPart(number.Scaling) },
            DateEncoding date => part with
            {
                Format = date.Format,
                Missing = date.Imputation,
                Parts = [.. date.Parts.Select(p => new DatePartPart { Part = p.Part, Scale = ToPart(p.Scaling) })],
            },
            CategoryEncoding category => part with
            {
                Categories = [.. category.Categories],
                Rare = category.HasOther ? [.. category.Rare] : null,
                MissingFeature = category.HasMissing,
            },
            _ => throw new ArgumentException($"{column.GetType().Name} has no form in a description.", nameof(column)),
        };
    }

    private static ColumnEncoding ToEncoding(ColumnPart part)
    {
        var reading = part.Shift is { } shift
            ? new ColumnReading(true, shift, part.Required, 0)
            : ColumnReading.AnyText;
        var options = new ColumnOptions { Missing = part.Required ? MissingPolicy.Refuse : MissingPolicy.Median };
        var scaling = part.Scale is null ? null : ToScaling(part.Scale);
        var plan = new ColumnPlan(part.Name, part.Type, reading, scaling?.Scaling ?? FeatureScaling.None, options, part.Format);
        return part.Type switch
        {
            ColumnType.Category => new CategoryEncoding(plan, Needed(part.Categories, "categories"), part.Rare ?? [], part.MissingFeature),
            ColumnType.Date => new DateEncoding(
                plan with { DateFormat = Needed(part.Format, "format") },
                Needed(part.Missing, "missing"),
                [.. Needed(part.Parts, "parts").Select(p => (p.Part, ToScaling(p.Scale)))]),
            ColumnType.Number or ColumnType.Boolean => new NumberEncoding(plan, Needed(part.Missing, "missing"), Needed(scaling, "scale")),
            _ => throw new ArgumentException($"column {part.Name} has the type {part.Type}, which is none of a feature"),
        };
    }

    // Records compare by value: what is alike but for the name is one.
    private static ColumnPart[] Merge(ColumnPart[] parts)
    {
        var merged = new List<ColumnPart>();
        foreach (var part in parts)
        {
            if (merged.Count > 0 && merged[^1] with { Count = null } == part with { Name = merged[^1].Name })
            {
                merged[^1] = merged[^1] with { Count = (merged[^1].Count ?? 1) + 1 };
            }
            else
            {
                merged.Add(part);
            }
        }

        return [.. merged];
    }

    private static IEnumerable<ColumnPart> Expand(ColumnPart part) => part.Count is not { } count
        ? [part]
        : Enumerable.Range(NumberOf(part), count).Select(x => part with { Name = $"x{x}", Count = null });

    private static int NumberOf(ColumnPart part) => part.Name.StartsWith('x') && int.TryParse(part.Name.AsSpan(1), out var number)
        ? number
        : throw new ArgumentException($"column {part.Name} stands for several, which are named x and a number");

    private static double Needed(double? value, string name) => value ?? throw new ArgumentException($"a scaling has no {name}");

    private static T Needed<T>(T? value, string name)
        where T : class => value ?? throw new ArgumentException($"a column has no {name}");
}
