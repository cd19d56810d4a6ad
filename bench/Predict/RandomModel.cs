using Granary.Data;
using Granary.Data.Columns;
using Granary.Data.Encodings;
using Granary.Data.Scaling;
using Granary.Data.Targets;
using Granary.Formulas.Activations;
using Granary.Models;
using Granary.Models.Descriptions;
using Granary.Numerics.Networks;

namespace Granary.Benchmarks.Predict;

/// <summary>Models of pictures whose pixels are features as they are, with random weights.</summary>
internal static class RandomModel
{
    public static Model Of(int[] dimensions)
    {
        var random = new Random(1);
        var shape = new NetworkShape(dimensions, [.. dimensions.Skip(2).Select(_ => Activation.Relu), Activation.Softmax]);
        var weights = new NetworkWeights(shape);
        for (var l = 0; l < shape.Layers.Count; l++)
        {
            var limit = Math.Sqrt(6.0 / (shape.Layers[l].Inputs + shape.Layers[l].Outputs));
            foreach (ref var weight in weights.Weights(l))
            {
                weight = (float)(((2 * random.NextDouble()) - 1) * limit);
            }
        }

        var none = new ColumnScaling(FeatureScaling.None, 0, 1);
        var columns = Enumerable.Range(0, shape.Inputs).Select(Plan).Select(p => new NumberEncoding(p, new Imputation(0, false), none)).ToArray();
        var layout = new TrainingLayout(false, [.. columns.Select(c => c.Plan)], [], null);
        var targets = new ClassTarget([.. Enumerable.Range(0, shape.Outputs).Select(c => $"{c}")]);
        var description = new ModelDescription(shape, new DataEncodings(layout, columns, targets), new Provenance { Job = "random-1", Granary = "0.1.0" });
        return new Model(new ModelContent(description, weights));
    }

    private static ColumnPlan Plan(int x) => new(
        $"x{x}", ColumnType.Number, new ColumnReading(true, 0, MissingIsFault: true, 0), FeatureScaling.None, ColumnOptions.None, null);
}
