using System.Text.Json;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Records;
using Granary.Grains.Workers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;

namespace Granary.Grains.Tests.Records;

/// <summary>Metrics against scikit-learn, and falling learning rates against PyTorch: reference.py writes what they say.</summary>
public sealed class ReferenceTests
{
    private static readonly Reference All = JsonSerializer.Deserialize<Reference>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Records", "reference.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<string> Evaluations => [.. All.Evaluations.Select(e => e.Name)];

    public static TheoryData<int> Plateaus => [.. Enumerable.Range(0, All.Plateaus.Length)];

    [Theory]
    [MemberData(nameof(Evaluations))]
    public void Metrics_OfOneOrSeveralWorkers_AreThoseOfScikitLearn(string name)
    {
        var example = All.Evaluations.Single(e => e.Name == name);
        foreach (var workers in new[] { 1, 2, 5 })
        {
            var evaluation = Evaluate(example, workers);

            AssertIs(example.Accuracy, MetricName.Accuracy);
            AssertIs(example.Precision, MetricName.Precision);
            AssertIs(example.Recall, MetricName.Recall);
            AssertIs(example.F1, MetricName.F1);
            AssertIs(example.LogLoss, MetricName.LogLoss);
            AssertIs(example.Top5, MetricName.Top5);
            AssertIs(example.Auc, MetricName.Auc);

            void AssertIs(double? expected, MetricName metric)
            {
                var found = evaluation.Of(metric);
                Assert.Equal(expected is null, found is null);
                Assert.Equal(expected ?? 0, found ?? 0, 1e-9);
            }
        }
    }

    [Fact]
    public void LogLoss_HoweverRowsAreDealtOut_HasTheSameBits()
    {
        var example = All.Evaluations.First(e => e.Labels.Length > 2 * EvaluationReport.BlockRows);

        Assert.Single(new[] { 1, 2, 3 }.Select(workers => Evaluate(example, workers).Of(MetricName.LogLoss)).Distinct());
    }

    [Theory]
    [MemberData(nameof(Plateaus))]
    public void Plateau_Values_FallsAsPyTorchs(int index)
    {
        var example = All.Plateaus[index];
        var metric = example.Mode == "max" ? MetricName.Accuracy : MetricName.Loss;
        var spec = new ScheduleSpec
        {
            Name = Formulas.Schedules.ScheduleKind.Plateau,
            Metric = metric,
            Patience = example.Patience,
            Gamma = example.Factor,
            Threshold = example.Threshold,
            Cooldown = example.Cooldown,
            MinLearningRate = example.MinLr,
        };
        var plateau = new Plateau(spec, 0.5);
        Assert.True(example.Rates.Distinct().Count() > 1);
        for (var i = 0; i < example.Values.Length; i++)
        {
            plateau.Look(new Evaluation { Step = 10 * (i + 1), Metrics = [new MetricValue(metric, example.Values[i])] });
            Assert.Equal(example.Rates[i], plateau.Rate, 1e-12);

            // As after a crash: all of it is in what is kept.
            var state = plateau.State;
            plateau = new Plateau(spec, 0.5);
            plateau.Restore(state);
        }

        for (var i = 0; i < example.Values.Length; i++)
        {
            Assert.Equal(example.Rates[i], plateau.RateAt((10 * (i + 1)) + 9), 1e-12);
        }
    }

    private static Evaluation Evaluate(EvaluationCase example, int workers)
    {
        var rows = example.Labels.Length;
        var names = Enumerable.Range(0, example.Classes).Select(c => $"{c}").ToArray();
        var data = Dataset.OfClasses(new AlignedBuffer(rows), ["x"], example.Labels, names);
        var blocks = (rows + EvaluationReport.BlockRows - 1) / EvaluationReport.BlockRows;
        var reports = Enumerable.Range(0, workers)
            .Select(w => (First: blocks * w / workers, End: blocks * (w + 1) / workers))
            .Where(range => range.First < range.End)
            .Select(range => Count(example, data, range.First, range.End))
            .ToArray();
        var facts = new JobFacts
        {
            Layers = [],
            Parameters = 0,
            TrainRows = 1,
            TestRows = rows,
            StepsPerEpoch = 1,
            TotalSteps = 1,
            Classes = names,
            Silos = 1,
            Workers = 1,
            ComputeThreads = 1,
            Kernels = [],
        };
        return EvaluationOutcome.Of(reports, facts, rows).After(1);
    }

    private static EvaluationReport Count(EvaluationCase example, Dataset data, int first, int end)
    {
        var counts = new ClassCounts(data, areProbabilities: true);
        var outputs = example.Outputs.Length / example.Labels.Length;
        for (var block = first; block < end; block++)
        {
            counts.BeginBlock();
            for (var r = block * EvaluationReport.BlockRows; r < Math.Min((block + 1) * EvaluationReport.BlockRows, data.Rows); r++)
            {
                counts.Add(example.Labels[r], example.Outputs.AsSpan(r * outputs, outputs));
            }
        }

        return counts.ToReport(new double[end - first]);
    }

    private sealed record Reference(EvaluationCase[] Evaluations, PlateauCase[] Plateaus);

    private sealed record EvaluationCase(
        string Name,
        int Classes,
        int[] Labels,
        float[] Outputs,
        double Accuracy,
        double Precision,
        double Recall,
        double F1,
        double LogLoss,
        double? Top5,
        double? Auc);

    private sealed record PlateauCase(
        string Mode, double[] Values, double[] Rates, int? Patience, double? Factor, double? Threshold, int? Cooldown, [property: System.Text.Json.Serialization.JsonPropertyName("min_lr")] double? MinLr);
}
