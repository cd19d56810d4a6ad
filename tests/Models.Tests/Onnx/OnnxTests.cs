using System.Text.Json;
using Granary.Data;
using Granary.Data.Encodings;
using Granary.Data.Scaling;
using Granary.Formulas.Activations;
using Granary.Models.Descriptions;
using Granary.Models.Onnx;
using Granary.Models.Predictions;
using Granary.Numerics.Datasets;
using Granary.Numerics.Networks;

namespace Granary.Models.Tests.Onnx;

public sealed class OnnxTests : IDisposable
{
    private const int Rows = 400;
    private const double Tolerance = 1e-5;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Run_RowsOfAllKinds_HasOurFeaturesAndPredictions(string kind)
    {
        var (model, _) = Samples.Train(kind, _folder);
        Compare(model);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void Run_AnyActivation_ComputesWhatWeDo(Activation activation)
    {
        var (trained, _) = Samples.Train("pictures", _folder);
        Compare(WithLayers(trained, [7, 6, 3], [activation, activation, activation]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_AnyNumberOfRows_AnswersEach(int count)
    {
        var (model, _) = Samples.Train("mixed columns", _folder);
        using var session = Open(model);
        var rows = new RawRows(model, session, count, seed: count);
        Assert.Equal(count, session.Run(rows.Inputs, count)["prediction"].Length);
    }

    [Fact]
    public void Run_ArraysWhoseColumnsDiffer_HasOurFeaturesAndPredictions()
    {
        var (trained, _) = Samples.Train("pictures", _folder);
        var encodings = trained.Description.Encodings;
        var columns = encodings.Columns.Select((c, i) => new NumberEncoding(c.Plan, new Imputation(i, i % 3 == 1), ScalingOf(i))).ToArray();
        var changed = trained.Description with { Encodings = new DataEncodings(encodings.Layout, columns, encodings.Targets) };
        var model = new Model(new ModelContent(changed, trained.Weights));
        Compare(WithLayers(model, [7, 3], [Activation.Relu, Activation.Softmax]));
    }

    [Fact]
    public void Run_Dates_HasTheirParts()
    {
        var request = Samples.Mixed(_folder) with { Features = ["born", "seen"] };
        var (model, _) = Trained.On(request, Activation.Relu, Activation.Softmax);
        using var session = Open(model);
        var day = new DateTime(1, 1, 1);
        DateTime[] dates =
        [
            .. Enumerable.Range(0, 40_000).Select(i => day.AddDays(91 * i)),
            .. Enumerable.Range(0, 4_000).Select(i => new DateTime(1896, 2, 1).AddDays(i)),
        ];
        DateTime[] moments = [.. dates.Select((d, i) => d.AddSeconds(i * 7919L % 86_400))];
        var inputs = new Dictionary<string, Array>
        {
            ["born"] = dates.Select(d => (d - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerDay).ToArray(),
            ["seen"] = moments.Select(d => (d - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond).ToArray(),
        };

        var found = (float[])session.Run(inputs, dates.Length)["features"];
        var row = model.NewRow();
        var expected = new float[found.Length];
        for (var r = 0; r < dates.Length; r++)
        {
            row.Set("born", dates[r]);
            row.Set("seen", moments[r]);
            row.Encode(expected.AsSpan(r * model.Description.Network.Inputs));
        }

        Assert.Equal(13, model.Description.Network.Inputs);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void Save_Table_HasAnInputForEachColumn()
    {
        var (model, _) = Samples.Train("mixed columns", _folder);
        using var session = Open(model);

        var inputs = session.Session.InputMetadata;
        Assert.Equal(model.Description.Encodings.Columns.Select(c => c.Column), session.Session.InputNames);
        Assert.All(inputs.Values, i => Assert.Equal([-1, 1], i.Dimensions));
        Assert.Equal(typeof(float), inputs["age"].ElementType);
        Assert.Equal(typeof(double), inputs["moment"].ElementType);
        Assert.Equal(typeof(string), inputs["city"].ElementType);
        Assert.Equal(typeof(float), inputs["member"].ElementType);
        Assert.Equal(typeof(long), inputs["born"].ElementType);
        Assert.Equal(["prediction", "probabilities", "features"], session.Session.OutputNames);
    }

    [Fact]
    public void Save_AnyModel_SaysWhereItComesFrom()
    {
        var (model, _) = Samples.Train("three classes", _folder);
        using var session = Open(model);

        var metadata = session.Session.ModelMetadata;
        Assert.Equal("granary", metadata.ProducerName);
        Assert.Equal(model.Description.Provenance.Job, metadata.GraphName);
        Assert.Equal(DescriptionJson.Write(model.Description), metadata.CustomMetadataMap["granary"]);
        Assert.Equal(model.Description.Encodings.Targets.Names.Names, JsonSerializer.Deserialize<string[]>(metadata.CustomMetadataMap["classes"]));
        Assert.Equal(session.Session.InputNames, JsonSerializer.Deserialize<string[]>(metadata.CustomMetadataMap["columns"]));
    }

    private static ColumnScaling ScalingOf(int column) => (column % 4) switch
    {
        0 => new ColumnScaling(FeatureScaling.Standardize, 0.1 + column, 3.3),
        1 => new ColumnScaling(FeatureScaling.By(1 / 255f), 0, 1),
        2 => new ColumnScaling(FeatureScaling.None, 0, 1),
        _ => new ColumnScaling(FeatureScaling.MinMax, -7, 0.7),
    };

    private static OnnxSession Open(Model model, bool isOptimized = true)
    {
        using var file = new MemoryStream();
        OnnxModel.Write(file, model.Content, withFeatures: true);
        return new OnnxSession(file.ToArray(), isOptimized);
    }

    private static Model WithLayers(Model model, int[] outputs, Activation[] activations)
    {
        var network = new NetworkShape([model.Description.Encodings.Columns.Sum(c => c.Features.Count), .. outputs], activations);
        var weights = new NetworkWeights(network);
        var random = new Random(5);
        for (var l = 0; l < outputs.Length; l++)
        {
            Fill(weights.Weights(l), random);
            Fill(weights.Biases(l), random);
        }

        var provenance = new Provenance { Job = "test-2", Granary = "0.1.0" };
        return new Model(new ModelContent(model.Description with { Network = network, Provenance = provenance }, weights));
    }

    private static void Fill(Span<float> numbers, Random random)
    {
        foreach (ref var number in numbers)
        {
            number = (random.NextSingle() - 0.5f) * 2;
        }
    }

    // Whatever the runtime makes of the graph.
    private static void Compare(Model model)
    {
        Compare(model, isOptimized: true);
        Compare(model, isOptimized: false);
    }

    private static void Compare(Model model, bool isOptimized)
    {
        using var session = Open(model, isOptimized);
        var rows = new RawRows(model, session, Rows, seed: 1);
        var outputs = session.Run(rows.Inputs, Rows);
        var names = model.Description.Encodings.Targets.Names;
        var features = new float[model.Description.Network.Inputs];
        for (var r = 0; r < Rows; r++)
        {
            var row = rows[r];
            row.Encode(features);
            Assert.Equal(features.Select(BitConverter.SingleToInt32Bits), RowOf<float>(outputs["features"], r).Select(BitConverter.SingleToInt32Bits));

            var prediction = model.Predict(row);
            CompareAnswers(prediction, RowOf<float>(outputs[names.Kind == TargetKind.Values ? "prediction" : "probabilities"], r));
            switch (names.Kind)
            {
                case TargetKind.Classes:
                    Assert.Equal(prediction.Class, outputs["prediction"].GetValue(r));
                    break;
                case TargetKind.MultiLabel:
                    Assert.Equal(names.Names.Select(n => prediction.IsYes(n) ? 1L : 0), RowOf<long>(outputs["prediction"], r));
                    break;
            }
        }
    }

    private static void CompareAnswers(Prediction prediction, float[] found)
    {
        Assert.Equal(prediction.Answers.Count, found.Length);
        for (var i = 0; i < found.Length; i++)
        {
            var expected = prediction.Answers[i];
            Assert.True(
                Math.Abs(expected - found[i]) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{prediction.Names[i]}: {expected}, {found[i]}");
        }
    }

    private static T[] RowOf<T>(Array elements, int row)
    {
        var length = elements.Length / Rows;
        return ((T[])elements)[(row * length)..((row + 1) * length)];
    }
}
