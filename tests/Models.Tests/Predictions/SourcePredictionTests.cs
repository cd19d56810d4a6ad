using System.Text;
using System.Text.Json;
using Granary.Data;
using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Writing;
using Granary.Formulas.Activations;
using Granary.Models.Predictions;
using Granary.Numerics.Datasets;

namespace Granary.Models.Tests.Predictions;

public sealed class SourcePredictionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Run_AnyThreadsAndBatches_WritesTheSameBytes(string kind)
    {
        var (model, data) = Samples.Train(kind, _folder);
        var expected = Predict(model, kind, new PredictionRequest { Threads = 1, BatchRows = 4096 });
        Assert.Equal(data.Train.Rows + 1, expected.Count(c => c == '\n'));

        foreach (var (threads, rows) in new[] { (1, 1), (2, 7), (3, 4096) })
        {
            Assert.Equal(expected, Predict(model, kind, new PredictionRequest { Threads = threads, BatchRows = rows }));
        }
    }

    [Theory]
    [InlineData("yes or no")]
    [InlineData("three classes")]
    [InlineData("values")]
    [InlineData("several values")]
    [InlineData("several labels")]
    public void Predict_RowByRow_SaysTheSame(string kind)
    {
        var (model, _) = Samples.Train(kind, _folder);
        string[] columns = ["age", "city", "member", "joined", "year"];
        var lines = Predict(model, kind, new PredictionRequest { Keep = columns }).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        foreach (var line in lines.Skip(1))
        {
            var fields = line.Split(',');
            var row = model.NewRow();
            for (var c = 0; c < columns.Length; c++)
            {
                row.Set(columns[c], fields[c]);
            }

            var prediction = model.Predict(row);
            var answers = prediction.Answers.Select(a => a.ToString("G9", System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(answers, fields[^answers.Length..]);
        }
    }

    [Fact]
    public void Set_NumbersDatesAndTruths_AreTheTextsThatSayTheSame()
    {
        var (model, _) = Samples.Train("three classes", _folder);
        var typed = model.NewRow();
        typed.Set("age", 41.3);
        typed.Set("city", "Rome");
        typed.Set("member", true);
        typed.Set("joined", new DateTime(2019, 4, 5));
        typed.Set("year", 1999);
        var written = model.NewRow();
        foreach (var (column, text) in new[] { ("age", "41.3"), ("city", "Rome"), ("member", "Yes"), ("joined", "2019-04-05"), ("year", "1999") })
        {
            written.Set(column, text);
        }

        Assert.Equal(model.Predict(written).Answers, model.Predict(typed).Answers);
        Assert.NotEqual(model.Predict(model.NewRow()).Answers, model.Predict(typed).Answers);
    }

    [Theory]
    [InlineData("agee", "1", "Found a column 'agee', expected one of age, city, member, joined, year.")]
    [InlineData("age", "old", "Found 'old' for 'age', expected a number.")]
    [InlineData("joined", "5.6.19", "Found '5.6.19' for 'joined', expected a date.")]
    [InlineData("member", "perhaps", "Found 'perhaps' for 'member', expected a boolean.")]
    public void Set_WhatDoesNotFit_IsRefused(string column, string text, string message)
    {
        var (model, _) = Samples.Train("three classes", _folder);

        Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => model.NewRow().Set(column, text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("age", double.PositiveInfinity, "Found Infinity for 'age', expected a number.")]
    [InlineData("city", 3, "Found 3 for 'city', expected a category.")]
    public void Set_NumberThatDoesNotFit_IsRefused(string column, double value, string message)
    {
        var (model, _) = Samples.Train("three classes", _folder);

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => model.NewRow().Set(column, value)).Message);
    }

    [Fact]
    public void Predict_ValueMissingThatMayNotBe_IsRefused()
    {
        var request = new DataRequest(new TableSource(_folder.Write("train.csv", Trained.People(60, "bought", r => r % 4 == 1 ? "yes" : "no"))))
        {
            Labels = ["bought"],
            Columns = new Dictionary<string, ColumnOptions> { ["year"] = new() { Missing = MissingPolicy.Refuse } },
        };
        var (model, _) = Trained.On(request, Activation.Relu, Activation.Sigmoid);
        var row = model.NewRow();

        Assert.StartsWith("Found no value for 'year', expected one", Assert.Throws<ArgumentException>(() => model.Predict(row)).Message, StringComparison.Ordinal);
        row.Set("year", 1999);
        Assert.NotNull(model.Predict(row).Class);
    }

    [Fact]
    public void Run_UnseenCategoriesAndOtherOrder_ArePredicted()
    {
        var (model, _) = Samples.Train("yes or no", _folder);
        var path = _folder.Write("new.csv", "year,more,joined,member,city,age\n1999,x,2019-04-05,no,Atlantis,\n1999,y,,yes,,30\n");

        var lines = Predict(model, new TableSource(path), new PredictionRequest { Keep = ["more"] });

        Assert.StartsWith("more,prediction,probability_no,probability_yes\nx,", lines, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ColumnsThatDoNotFit_AreNamed()
    {
        var (model, _) = Samples.Train("yes or no", _folder);
        var missing = _folder.Write("missing.csv", "age,member,joined,year\n1,no,2019-04-05,1999\n");
        var wrong = _folder.Write("wrong.csv", "age,city,member,joined,year\nold,Bern,no,2019-04-05,1999\n");

        Assert.Contains("\"city\"", Refused(model, missing).Message, StringComparison.Ordinal);
        Assert.Contains("line 2", Refused(model, wrong).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_JsonLinesAndParquet_HoldTheSame()
    {
        var (model, _) = Samples.Train("three classes", _folder);
        var request = new PredictionRequest { Keep = ["city"] };
        var lines = Predict(model, Source("three classes"), request, TableOutput.JsonLines).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        var first = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal("Bern", first.GetProperty("city").GetString());
        Assert.Contains(first.GetProperty("prediction").GetString(), model.Description.Encodings.Targets.Names.Names);
        var path = Path.Combine(_folder.Path, "out.parquet");
        using (var file = File.Create(path))
        {
            Run(model, Source("three classes"), request, TableOutput.Parquet, file);
        }

        var read = TrainingData.Load(new DataRequest(new TableSource(path)) { Labels = ["prediction"] });
        Assert.Equal(lines.Length, read.Train.Rows);
        Assert.Contains("probability_small", read.Train.FeatureNames);
    }

    [Fact]
    public async Task Predict_SeveralThreadsAtOnce_SayTheSame()
    {
        var (model, _) = Samples.Train("three classes", _folder);
        var expected = model.Predict(Row(model, 30)).Answers;

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            Enumerable.Range(0, 200).Select(_ => model.Predict(Row(model, 30)).Answers).ToArray())));

        Assert.All(all.SelectMany(a => a), answers => Assert.Equal(expected, answers));
    }

    [Fact]
    public void Predict_AgainAndAgain_AllocatesTheResultAlone()
    {
        var (model, _) = Samples.Train("three classes", _folder);
        var row = Row(model, 30);
        for (var i = 0; i < 1000; i++)
        {
            model.Predict(row);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            row.Set("age", i);
            row.Set("city", "Oslo");
            model.Predict(row);
        }

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 1, 200);
    }

    [Fact]
    public void Predict_AfterDispose_IsRefused()
    {
        var (model, _) = Samples.Train("values", _folder);
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.Predict(model.NewRow()));
    }

    [Fact]
    public void Value_OfARegression_IsInItsUnits()
    {
        var (model, data) = Samples.Train("values", _folder);

        Assert.Equal(TargetKind.Values, data.Train.Targets);
        Assert.InRange(model.Predict(Row(model, 30)).Value, 150_000, 450_000);
    }

    private static ModelRow Row(Model model, double age)
    {
        var row = model.NewRow();
        row.Set("age", age);
        row.Set("city", "Bern");
        return row;
    }

    private DataException Refused(Model model, string path) =>
        Assert.Throws<DataException>(() => Predict(model, new TableSource(path), new PredictionRequest()));

    private string Predict(Model model, string kind, PredictionRequest request) => Predict(model, Source(kind), request);

    private static string Predict(Model model, DataSource source, PredictionRequest request, TableOutput format = TableOutput.Csv)
    {
        using var output = new MemoryStream();
        Run(model, source, request, format, output);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static void Run(Model model, DataSource source, PredictionRequest request, TableOutput format, Stream output)
    {
        var prediction = model.ForSources(request);
        using var table = TableWriter.Create(output, format, prediction.Columns);
        prediction.Run(source, table);
    }

    private DataSource Source(string kind) => Samples.Source(kind, _folder);
}
