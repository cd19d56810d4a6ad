using Granary.Data;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Numerics.Datasets;

namespace Granary.Grains.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class ResultsTests(ClusterFixture clusters) : IDisposable
{
    // The cluster predicts with its own products, the plain computation with MathNet's: other roundings, not other numbers.
    private const double RelativeTolerance = 1e-5;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Evaluation_OfClasses_IsThatOfAPlainComputation()
    {
        var status = await (await clusters.Of(3)).Run(TestJobs.Digits);

        var (loss, outputs, test) = Predict(TestJobs.Digits);
        var confusion = new int[100];
        for (var r = 0; r < test.Rows; r++)
        {
            confusion[(test.Labels[r] * 10) + Array.IndexOf(outputs[r], outputs[r].Max())]++;
        }

        Assert.Equal(confusion, status.Confusion!);
        Assert.Equal(Enumerable.Range(0, 10).Sum(c => confusion[c * 11]) / (double)test.Rows, status.TestAccuracy);
        Assert.Equal(loss, status.TestLoss!.Value, loss * RelativeTolerance);
        Assert.Equal(status.Steps, status.EvaluatedAt);
        Assert.Equal(359, status.Facts!.TestRows);
    }

    [Fact]
    public async Task Evaluation_OnAnyCluster_GivesTheSameBits()
    {
        var one = await (await clusters.Of(1)).Run(TestJobs.Digits);
        var three = await (await clusters.Of(3)).Run(TestJobs.Digits with { WorkersPerSilo = 2 });

        Assert.Equal((one.TrainLoss, one.TrainAccuracy, one.TestLoss), (three.TrainLoss, three.TrainAccuracy, three.TestLoss));
        Assert.Equal(one.History, three.History);
        Assert.Equal(one.Confusion!, three.Confusion!);
    }

    [Fact]
    public async Task Regression_Line_IsLearnt()
    {
        var rows = Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{i / 100.0},{(i * 37 % 200) / 100.0},{(i * 2 / 100.0) - (i * 37 % 200 * 3 / 100.0) + 1}"));
        var spec = OneOutput(_folder.Write("line.csv", "a,b,y\n" + string.Join('\n', rows)), Activation.Identity, Loss.Mse);

        var status = await (await clusters.Of(2)).Run(spec);

        Assert.Equal(JobState.Completed, status.State);
        Assert.Equal(TestJobs.SequentialHash(spec), status.WeightsHash);
        Assert.InRange(status.TestLoss!.Value, 0, 1e-6); // y = 2 a - 3 b + 1 without noise
        Assert.Null(status.TestAccuracy);
        Assert.Null(status.Confusion);
        Assert.Empty(status.Facts!.Classes);
        Assert.Equal(Predict(spec).Loss, status.TestLoss.Value, 1e-6);
    }

    [Fact]
    public async Task OneOutput_TwoClasses_AreLearnt()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"{i % 20},{i / 10},{(i % 20 > i / 10 ? "yes" : "no")}");
        var spec = OneOutput(_folder.Write("two.csv", "a,b,y\n" + string.Join('\n', rows)), Activation.Sigmoid, Loss.CrossEntropy);

        var status = await (await clusters.Of(2)).Run(spec);

        Assert.Equal(TestJobs.SequentialHash(spec), status.WeightsHash);
        Assert.Equal(["no", "yes"], status.Facts!.Classes);
        Assert.Equal(40, status.Confusion!.Sum());
        Assert.InRange(status.TestAccuracy!.Value, 0.9, 1);
    }

    public void Dispose() => _folder.Dispose();

    private static JobSpec OneOutput(string path, Activation activation, Loss loss) => TestJobs.Digits with
    {
        Data = new DataSpec { Train = new SourceSpec { Csv = path }, Labels = ["y"], TestFraction = 0.2, Scaling = ScalingName.Standardize },
        Network = new NetworkSpec { Dimensions = [2, 1], Activations = [activation] },
        Loss = loss,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = 0.2f },
        Epochs = 40,
    };

    // The mean squared error of the test rows, and what the network answers for each of them.
    private static (double Loss, float[][] Outputs, Dataset Test) Predict(JobSpec spec)
    {
        var test = TrainingData.Load(spec.ToRequest()).Test!;
        var outputs = TestJobs.Sequential(spec).Network.Predict(test.ToMatrix()).ToRowArrays();
        var target = new float[outputs[0].Length];
        var loss = 0.0;
        for (var r = 0; r < test.Rows; r++)
        {
            test.FillTarget(r, target);
            loss += outputs[r].Zip(target, (y, t) => (double)(y - t) * (y - t) / 2).Sum();
        }

        return (loss / test.Rows, outputs, test);
    }
}
