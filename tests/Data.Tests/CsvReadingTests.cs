using System.Globalization;
using System.Text;
using Granary.Data.Sources;

namespace Granary.Data.Tests;

public class CsvReadingTests : DataFiles
{
    [Fact]
    public void Load_PlainFile_GivesFeaturesLabelsAndNamesInTheOrderOfTheFile()
    {
        var data = Load("a,label,b\n1,x,2\n3,y,4\n");
        Assert.Equal(["a", "b"], data.Train.FeatureNames);
        Assert.Equal([1f, 2, 3, 4], data.Train.Features.Span.ToArray());
        Assert.Equal(["x", "y"], data.Train.ClassNames);
        Assert.Equal([0, 1], data.Train.Labels.ToArray());
        Assert.Equal((2, 2), (data.Train.Rows, data.Train.FeatureCount));
        Assert.Null(data.Test);
    }

    [Theory]
    [InlineData("a,label\r\n1,x\r\n2,y\r\n")]
    [InlineData("a,label\r1,x\r2,y\r")]
    [InlineData("a,label\n1,x\n2,y")]
    [InlineData("a,label\n1,x\n2,y\n\n\n")]
    [InlineData("\n\na,label\n\n1,x\n\r\n2,y\n  \n")]
    [InlineData("\uFEFFa,label\n1,x\n2,y\n")]
    [InlineData("\"a\",\"label\"\n\"1\",\"x\"\n\" 2 \",\"y\"\n")]
    [InlineData(" a , label \n 1 , x \n 2 , y \n")]
    public void Load_OddForm_GivesTheSameRows(string csv)
    {
        var data = Load(csv);
        Assert.Equal(["a"], data.Train.FeatureNames);
        Assert.Equal([1f, 2], data.Train.Features.Span.ToArray());
        Assert.Equal(["x", "y"], data.Train.ClassNames);
        Assert.Equal([0, 1], data.Train.Labels.ToArray());
    }

    [Theory]
    [InlineData("1e-3", 1e-3f)]
    [InlineData("-2.5E+2", -250f)]
    [InlineData(" 5", 5f)]
    [InlineData("+4", 4f)]
    [InlineData(".5", 0.5f)]
    [InlineData("7.", 7f)]
    [InlineData("007", 7f)]
    [InlineData("-0", -0f)]
    [InlineData("3.4028235e38", float.MaxValue)]
    [InlineData("1e-45", float.Epsilon)]
    [InlineData("0.1000000014901161193847656250", 0.1f)]
    public void Load_NumberFormat_IsReadToTheBit(string text, float expected)
    {
        var data = Load($"a,label\n{text},x\n0,y\n");
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(data.Train.Row(0)[0]));
    }

    [Fact]
    public void Load_RandomFloatsWrittenInFull_AreTheSameBits()
    {
        var random = new Random(5);
        var numbers = Enumerable.Range(0, 2000)
            .Select(_ => BitConverter.Int32BitsToSingle(random.Next())).Where(float.IsFinite).ToArray();
        var lines = numbers.Select((n, i) => $"{n.ToString("R", CultureInfo.InvariantCulture)},{i % 3}");
        var data = Load("a,label\n" + string.Join('\n', lines));
        Assert.True(numbers.Length > 1900);
        var read = data.Train.Features.Span.ToArray();
        Assert.Equal(numbers.Select(BitConverter.SingleToInt32Bits), read.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Load_QuotedNamesAndLabels_KeepCommasQuotesAndLineEnds()
    {
        var data = Load("\"a,\"\"1\"\"\",label\n1,\"x,\r\nx\"\n2,\"\"\"y\"\"\"\n");
        Assert.Equal(["a,\"1\""], data.Train.FeatureNames);
        Assert.Equal(["\"y\"", "x,\r\nx"], data.Train.ClassNames);
    }

    [Fact]
    public void Load_Utf16WithMark_IsRead()
    {
        var path = Write("utf16.csv", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a,label\n1,é\n2,è\n")]);
        var data = TrainingData.Load(new DataRequest(new TableSource(path)) { Labels = ["label"] });
        Assert.Equal(["è", "é"], data.Train.ClassNames);
    }

    [Fact]
    public void Load_ListedFeatures_TakeThatOrderAndLeaveTheRestUnread()
    {
        var data = TrainingData.Load(Request("note,a,b,label,\nhi,1,2,x,\nho,3,4,y,\n") with { Features = ["b", "a"] });
        Assert.Equal(["b", "a"], data.Train.FeatureNames);
        Assert.Equal([2f, 1, 4, 3], data.Train.Features.Span.ToArray());
    }

    // Line ends, blank lines, quotes and blanks on either side of the ends of the parser's and the decoder's buffers.
    [Theory]
    [InlineData("\r\n\r\n\"2\",y\r\n")]
    [InlineData("\n\n\n2,y\n \n")]
    [InlineData("\r\r2,y")]
    [InlineData("\r\n  2  ,\"y\"\r\n\r\n")]
    public void Load_EndOfBufferAnywhereInARow_ChangesNothing(string tail)
    {
        for (var length = 65536 - 24; length <= 65536 + 2; length++)
        {
            const string Start = "a,label\n1,";
            var data = Load(Start + new string('x', length - Start.Length) + tail);
            Assert.Equal([1f, 2], data.Train.Features.Span.ToArray());
            Assert.Equal([0, 1], data.Train.Labels.ToArray());
            Assert.Equal("y", data.Train.ClassNames[1]);
        }
    }

    [Fact]
    public void Load_RowLongerThanTheBuffer_IsRead()
    {
        const int Columns = 50_000;
        var names = string.Join(',', Enumerable.Range(0, Columns).Select(c => $"c{c}"));
        var row = string.Join(',', Enumerable.Range(0, Columns).Select(c => c % 1000));
        var data = Load($"{names},label\n{row},x\n{row},y\n");
        Assert.Equal((2, Columns), (data.Train.Rows, data.Train.FeatureCount));
        Assert.Equal(999f, data.Train.Row(1)[49_999]);
    }
}
