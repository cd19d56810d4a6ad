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

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task NumbersToPredict_LargeAndSmall_AreToldInTheirOwnUnits(int silos)
    {
        var rows = Enumerable.Range(0, 600).Select(i => FormattableString.Invariant($"{i % 20},{i / 20},{250_000 + (1000 * (i % 20)) - (300 * (i / 20))},{0.01 * (i / 20)}"));
        var spec = Hidden(_folder.Write("numbers.csv", "a,b,price,share\n" + string.Join('\n', rows)), Activation.Identity, Loss.Mse, "price", "share");

        var status = await (await clusters.Of(silos)).Run(spec);

        Assert.Equal([2, 16, 2], status.Spec.Network.Dimensions);
        Assert.Equal(TestJobs.SequentialHash(status.Spec), status.WeightsHash);
        Assert.Equal(["price", "share"], status.Facts!.Values);
        var (_, outputs, test) = Predict(status.Spec);
        Assert.Equal(["price", "share"], status.TestOutputs.Select(o => o.Name));
        for (var o = 0; o < 2; o++)
        {
            var unit = test.TargetNames.Units[o];
            double[] targets = [.. Enumerable.Range(0, test.Rows).Select(r => test.Values[(r * 2) + o] * unit)];
            double[] errors = [.. targets.Select((t, r) => (outputs[r][o] * unit) - t)];
            var metrics = status.TestOutputs[o];
            Assert.Equal(Math.Sqrt(errors.Average(e => e * e)), metrics.Rmse!.Value, 1e-5 * unit);
            Assert.Equal(errors.Average(Math.Abs), metrics.Mae!.Value, 1e-5 * unit);
            Assert.Equal(1 - (errors.Sum(e => e * e) / targets.Sum(t => Math.Pow(t - targets.Average(), 2))), metrics.R2!.Value, 1e-5);
            Assert.InRange(metrics.R2.Value, 0.95, 1);
        }

        // The unit is the deviation of the prices: their errors are thousands.
        Assert.InRange(status.TestOutputs[0].Rmse!.Value, 10, 10_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task SeveralLabelsOfYesAndNo_AreAnsweredEachForItself(int silos)
    {
        var rows = Enumerable.Range(0, 600).Select(i => $"{i % 20},{i / 20},{(i % 20 > 9 ? "yes" : "no")},{(i / 20 > 14 ? 1 : 0)}");
        var spec = Hidden(_folder.Write("labels.csv", "a,b,hot,wet\n" + string.Join('\n', rows)), Activation.Sigmoid, Loss.CrossEntropy, "hot", "wet");

        var status = await (await clusters.Of(silos)).Run(spec);

        Assert.Equal(TestJobs.SequentialHash(status.Spec), status.WeightsHash);
        Assert.Equal(["hot", "wet"], status.Facts!.YesNo);
        var (_, outputs, test) = Predict(status.Spec);
        for (var o = 0; o < 2; o++)
        {
            var right = Enumerable.Range(0, test.Rows).Count(r => outputs[r][o] >= 0.5f == (test.Values[(r * 2) + o] == 1));
            Assert.Equal((double)right / test.Rows, status.TestOutputs[o].Accuracy);
            Assert.InRange(status.TestOutputs[o].Accuracy!.Value, 0.95, 1);
        }
    }

    [Fact]
    public async Task MixedColumns_HiddenLayersOnly_EndWithTheSameBitsOnAnyNumberOfSilos()
    {
        var rows = Enumerable.Range(0, 300).Select(i =>
            $"{(i % 4 == 0 ? "" : $"{i % 13}")},{(i % 3 == 0 ? "red" : i % 7 == 0 ? "" : "blue")},{(i % 2 == 0 ? "yes" : "no")},2024-0{(i % 9) + 1}-01,{(i % 5 > 2 ? "a" : "b")}");
        var spec = Hidden(_folder.Write("mixed.csv", "n,colour,member,day,y\n" + string.Join('\n', rows)), Activation.Softmax, Loss.CrossEntropy, "y");
        spec = spec with { Data = spec.Data with { TestBy = HeldOutName.Class } };

        var one = await (await clusters.Of(1)).Run(spec);
        var three = await (await clusters.Of(3)).Run(spec);

        // n and where it is missing; red, blue and missing; member; month, weekday and seconds of the day.
        Assert.Equal([9, 16, 2], one.Spec.Network.Dimensions);
        Assert.Equal(TestJobs.SequentialHash(one.Spec), one.WeightsHash);
        Assert.Equal(one.WeightsHash, three.WeightsHash);
        Assert.Equal(one.TestLoss, three.TestLoss);
    }

    public void Dispose() => _folder.Dispose();

    private static JobSpec Hidden(string path, Activation activation, Loss loss, params string[] labels) => TestJobs.Digits with
    {
        Data = new DataSpec { Train = new SourceSpec { Csv = path }, Labels = labels, TestFraction = 0.2 },
        Network = new NetworkSpec { Hidden = [16], Activations = [Activation.Tanh, activation] },
        Loss = loss,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.01f },
        Epochs = 40,
    };

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
