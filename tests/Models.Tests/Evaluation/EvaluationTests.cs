using System.Text.Json;
using Granary.Data.Scaling;
using Granary.Data.Targets;
using Granary.Formulas.Activations;
using Granary.Models.Evaluation;
using Granary.Models.Predictions;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Models.Tests.Evaluation;

/// <summary>Metrics beside scikit-learn's, from reference.py.</summary>
public sealed class EvaluationTests
{
    private static readonly JsonElement Reference =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Evaluation", "reference.json"))).RootElement;

    [Fact]
    public void TwoClasses_OneOutput_AreScikitLearns()
    {
        var expected = Reference.GetProperty("twoClasses");

        var result = OfClasses(expected, ["no", "yes"], Activation.Sigmoid);

        AssertReport(expected, result);
        Assert.Equal(expected.GetProperty("auc").GetDouble(), result.Auc!.Value, 1e-12);
    }

    [Fact]
    public void FourClasses_OneNeverPredictedAndOneWithoutRows_AreScikitLearns()
    {
        var expected = Reference.GetProperty("fourClasses");

        var result = OfClasses(expected, ["a", "b", "c", "d"], Activation.Softmax);

        AssertReport(expected, result);
        Assert.Equal(expected.GetProperty("confusion").EnumerateArray().Select(n => n.GetInt32()), result.Confusion);
        Assert.Null(result.Auc);
    }

    [Fact]
    public void Classes_OutputsThatAreNoProbabilities_HaveNoLogLoss() =>
        Assert.Null(OfClasses(Reference.GetProperty("fourClasses"), ["a", "b", "c", "d"], Activation.Identity).LogLoss);

    [Fact]
    public void Values_FarFromZero_AreScikitLearns()
    {
        var expected = Reference.GetProperty("values");
        var scores = OfValues(Floats(expected, "labels"), Floats(expected, "outputs"));

        Assert.Equal(expected.GetProperty("r2").GetDouble(), scores.R2, 1e-9);
        Assert.Equal(expected.GetProperty("mae").GetDouble(), scores.Mae, 1e-9);
        Assert.Equal(expected.GetProperty("rmse").GetDouble(), scores.Rmse, 1e-9);
    }

    [Fact]
    public void Values_AllTheSame_HaveAnR2Of1OrOf0()
    {
        Assert.Equal(1, OfValues([3, 3], [3, 3]).R2);
        Assert.Equal(0, OfValues([3, 3], [3, 4]).R2);
    }

    [Fact]
    public void SeveralLabels_AreScoredEachForItself()
    {
        var rows = new YesNoRows(new OutputMeaning(new YesNoTargets(["cat", "dog"])));
        var data = Dataset.OfValues(new AlignedBuffer(4), ["x"], [1, 0, 0, 0, 1, 1, 1, 0], Names(["cat", "dog"], TargetKind.MultiLabel));

        rows.Add(data, [0.9f, 0.2f, 0.7f, 0.1f, 0.5f, 0.4f, 0.3f, 0.4f]);

        var result = rows.ToResult();
        Assert.Equal([0.5, 0.75], result.Accuracies);
        Assert.Equal(new ClassScores("cat", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3), result.Scores[0]);
        Assert.Equal(new ClassScores("dog", 0, 0, 0, 1), result.Scores[1]);
    }

    private static EvaluationResult OfClasses(JsonElement expected, string[] names, Activation output)
    {
        int[] labels = [.. expected.GetProperty("labels").EnumerateArray().Select(n => n.GetInt32())];
        var rows = new ClassRows(new OutputMeaning(new ClassTarget(names)), output);
        rows.Add(Dataset.OfClasses(new AlignedBuffer(labels.Length), ["x"], labels, names), Floats(expected, "outputs"));
        return rows.ToResult();
    }

    private static ValueScores OfValues(float[] labels, float[] outputs)
    {
        var rows = new ValueRows(new OutputMeaning(new ValueTargets(["y"], [new ColumnScaling(FeatureScaling.None, 0, 1)])));
        rows.Add(Dataset.OfValues(new AlignedBuffer(labels.Length), ["x"], labels, TargetNames.OfValues("y")), outputs);
        return rows.ToResult().Values.Single();
    }

    private static void AssertReport(JsonElement expected, EvaluationResult result)
    {
        Assert.Equal(expected.GetProperty("accuracy").GetDouble(), result.Accuracy!.Value, 1e-12);
        Assert.Equal(expected.GetProperty("logLoss").GetDouble(), result.LogLoss!.Value, 1e-6);
        AssertNumbers(expected.GetProperty("precision"), result.Scores.Select(s => s.Precision));
        AssertNumbers(expected.GetProperty("recall"), result.Scores.Select(s => s.Recall));
        AssertNumbers(expected.GetProperty("f1"), result.Scores.Select(s => s.F1));
        AssertNumbers(expected.GetProperty("support"), result.Scores.Select(s => (double)s.Support));
        var (macro, weighted) = (ClassScores.Macro(result.Scores), ClassScores.Weighted(result.Scores));
        AssertNumbers(expected.GetProperty("macro"), [macro.Precision, macro.Recall, macro.F1]);
        AssertNumbers(expected.GetProperty("weighted"), [weighted.Precision, weighted.Recall, weighted.F1]);
    }

    private static void AssertNumbers(JsonElement expected, IEnumerable<double> found)
    {
        foreach (var (number, other) in expected.EnumerateArray().Select(n => n.GetDouble()).Zip(found, (a, b) => (a, b)))
        {
            Assert.Equal(number, other, 1e-12);
        }
    }

    private static TargetNames Names(string[] names, TargetKind kind) => new(kind, names, []);

    private static float[] Floats(JsonElement expected, string name) =>
        [.. expected.GetProperty(name).EnumerateArray().Select(n => n.GetSingle())];
}
