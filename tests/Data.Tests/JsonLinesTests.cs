using System.Text;
using Granary.Data.Encodings;
using Granary.Data.Sources;
using Granary.Data.Splits;

namespace Granary.Data.Tests;

public class JsonLinesTests : DataFiles
{
    private const string Rows =
        """
        {"a": 1.5, "colour": "red", "member": true, "label": "x"}
        {"a": null, "member": false, "colour": "blue", "label": "y"}

        {"label": "x", "a": -2e1, "colour": "red", "member": true}
        {"label": "y", "a": 7, "member": true, "late": 5}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_JsonLines_AreReadByKeyWhateverTheName(bool isGzip)
    {
        var path = Write("rows.csv", isGzip ? Gzip(Rows) : Encoding.UTF8.GetBytes(Rows));

        var data = LoadFile(path);

        Assert.Equal(["a", "a missing", "colour=blue", "colour=red", "colour missing", "member", "late", "late missing"], data.Train.FeatureNames);
        Assert.Equal(["x", "y"], data.Train.ClassNames);
        Assert.Equal([0, 1, 0, 1], data.Train.Labels.ToArray());
        Assert.Equal(1.5, ((NumberEncoding)data.Encodings.Columns[0]).Imputation.Value);
    }

    [Fact]
    public void Load_JsonLines_GiveTheSameFeaturesAsCsv()
    {
        var rows = Enumerable.Range(0, 50).Select(i => (Number: i * 0.1, Text: i % 3 == 0 ? "p, q" : "r", Label: i % 2)).ToArray();
        var lines = string.Concat(rows.Select(r => FormattableString.Invariant($"{{\"n\":{r.Number},\"t\":\"{r.Text}\",\"label\":{r.Label}}}\n")));
        var csv = "n,t,label\n" + string.Concat(rows.Select(r => FormattableString.Invariant($"{r.Number},\"{r.Text}\",{r.Label}\n")));

        Assert.Equal(LoadFile(Csv(csv).Path).Hash, LoadFile(Csv(lines, "rows.jsonl").Path).Hash);
    }

    [Fact]
    public void Load_CsvToTestOn_IsReadByName()
    {
        var train = Csv(Rows, "train.jsonl");
        var test = new OtherSource(Csv("label,colour,a,member,late\ny,red,2,yes,1\n", "test.csv"));

        var data = TrainingData.Load(new DataRequest(train) { Labels = ["label"], Test = test });

        Assert.Equal((1, 1), (data.Test!.Rows, data.Test.Labels[0]));
    }

    [Theory]
    [InlineData("{\"a\": 1, \"label\": \"x\"}\n{\"a\": [1], \"label\": \"y\"}\n", 2, 1, "Found an array for \"a\"")]
    [InlineData("{\"a\": 1, \"label\": \"x\"}\n{\"a\": {\"b\": 1}, \"label\": \"y\"}\n", 2, 1, "Found an object for \"a\"")]
    [InlineData("{\"a\": 1, \"label\": \"x\"}\n\n{\"a\": 1, \"label\": \n", 3, null, "not a JSON object")]
    [InlineData("{\"a\": 1, \"label\": \"x\"}\n[1]\n", 2, null, "Found an array, expected an object on each line")]
    public void Load_LineThatIsNoFlatObject_SaysWhere(string text, int line, int? column, string words)
    {
        var faults = Assert.Throws<Faults.DataException>(() => LoadFile(Csv(text, "rows.jsonl").Path)).Faults;
        Assert.Contains(faults, f => f.Line == line && f.Column == column && f.Message.Contains(words, StringComparison.Ordinal));
    }

    private static TrainingData LoadFile(string path) => TrainingData.Load(new DataRequest(new TableSource(path)) { Labels = ["label"] });
}
