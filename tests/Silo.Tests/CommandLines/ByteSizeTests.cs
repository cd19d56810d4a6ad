using System.CommandLine;
using Granary.Silo.CommandLines;

namespace Granary.Silo.Tests.CommandLines;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1", 1)]
    [InlineData("1000", 1000)]
    [InlineData("7B", 7)]
    [InlineData("10KB", 10 << 10)]
    [InlineData("10k", 10 << 10)]
    [InlineData("1.5MiB", 3 << 19)]
    [InlineData("64GB", 64L << 30)]
    [InlineData("2t", 2L << 40)]
    public void Parse_Size_IsBytes(string text, long bytes) => Assert.Equal(bytes, Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData("B")]
    [InlineData("G")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1X")]
    [InlineData("ten")]
    [InlineData("1,5GB")]
    [InlineData("99999999999T")]
    [InlineData("99999999999999999999999999999T")]
    public void Parse_NoSize_SaysWhatWasFoundAndExpected(string text) =>
        Assert.Equal($"--limit: found '{text}', expected a size like 500MB or 64GB", Parse(text).Error);

    private static (long? Value, string? Error) Parse(string text)
    {
        var option = new Option<long?>("--limit") { CustomParser = ByteSize.Parser("--limit") };
        var result = new RootCommand { option }.Parse(["--limit", text]);
        return result.Errors.Count > 0 ? (null, result.Errors[0].Message) : (result.GetValue(option), null);
    }
}
