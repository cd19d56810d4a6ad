using Granary.Data.Faults;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;

namespace Granary.Grains.Tests.Mapping;

public sealed class FaultMappingTests
{
    private static readonly DataSpec Idx = new()
    {
        Train = new SourceSpec { Images = "/i", Labels = "/l" },
        Test = new SourceSpec { Images = "/ti", Labels = "/tl" },
    };

    private static readonly DataSpec Csv = new() { Train = new SourceSpec { Csv = "/a.csv" }, Test = new SourceSpec { Csv = "/b.csv" } };

    [Fact]
    public void ToFaults_Place_IsKept()
    {
        var fault = Map(Csv, new DataFault("/a.csv", 3, 2, "wrong"));

        Assert.Equal(new Fault("wrong", "data.train", "/a.csv", 3, 2), fault);
    }

    [Theory]
    [InlineData("/a.csv", "data.train")]
    [InlineData("/b.csv", "data.test")]
    [InlineData("/else", "data")]
    public void ToFaults_CsvFile_GivesTheKeyThatNamesIt(string file, string key) =>
        Assert.Equal(key, Map(Csv, new DataFault(file, null, null, "")).Key);

    [Theory]
    [InlineData("/i", "data.train.images")]
    [InlineData("/l", "data.train.labels")]
    [InlineData("/ti", "data.test.images")]
    [InlineData("/tl", "data.test.labels")]
    public void ToFaults_IdxFile_GivesTheKeyThatNamesIt(string file, string key) =>
        Assert.Equal(key, Map(Idx, new DataFault(file, null, null, "")).Key);

    [Fact]
    public void ToFaults_MoreThanListed_SaysHowMany() => Assert.Equal(
        ["wrong", "and 7 more faults in the data."],
        new DataException([new DataFault("/a.csv", 1, 1, "wrong")], 7, stopped: true).ToFaults(Csv).Select(f => f.Message));

    private static Fault Map(DataSpec data, DataFault fault) => new DataException([fault], 0, stopped: false).ToFaults(data).Single();
}
