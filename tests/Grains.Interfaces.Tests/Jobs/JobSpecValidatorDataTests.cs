using Granary.Grains.Interfaces.Jobs;
using static Granary.Grains.Interfaces.Tests.Jobs.JobSpecValidatorTests;

namespace Granary.Grains.Interfaces.Tests.Jobs;

public sealed class JobSpecValidatorDataTests
{
    private static readonly DataSpec Data = JobSpecs.Valid.Data;
    private static readonly SourceSpec Idx = new() { Images = "/data/images", Labels = "/data/labels" };

    [Fact]
    public void Validate_IdxFiles_NeedNoLabel() => Assert.Empty(JobSpecValidator.Validate(With(new DataSpec { Train = Idx })));

    [Fact]
    public void Validate_CsvWithoutLabel_IsAFault()
    {
        AssertOnly(With(Data with { Labels = [] }), "data.label", "found no label");
        AssertOnly(With(new DataSpec { Train = Idx, Test = Data.Train }), "data.label", "found no label");
    }

    [Fact]
    public void Validate_SourceOfNeitherKindOrBoth_IsAFault()
    {
        AssertOnly(With(Data with { Train = new SourceSpec() }), "data.train", "found no file");
        AssertOnly(With(Data with { Train = Idx with { Csv = "/data/x.csv" } }), "data.train", "found both");
        AssertOnly(With(Data with { Train = Idx with { Labels = null } }), "data.train", "'images' without 'labels'");
        AssertOnly(
            With(Data with { TestFraction = 0, Test = Idx with { Images = "" } }), "data.test", "'labels' without 'images'");
    }

    [Fact]
    public void Validate_MarksOfCsv_AreThoseThatAreRead()
    {
        Assert.Empty(JobSpecValidator.Validate(With(Data with
        {
            Csv = new CsvSpec { Separator = "\t", DecimalMark = ",", ThousandsMark = ".", Header = false, Encoding = EncodingName.Windows1252 },
        })));
        AssertOnly(With(Data with { Csv = new CsvSpec { Separator = ":" } }), "data.separator", "found \":\", expected one of \",\", \";\", \"\\t\"");
        AssertOnly(With(Data with { Csv = new CsvSpec { Separator = "" } }), "data.separator", "found \"\"");
        AssertOnly(With(Data with { Csv = new CsvSpec { DecimalMark = ";" } }), "data.decimal", "found \";\"");
        AssertOnly(With(Data with { Csv = new CsvSpec { ThousandsMark = "x" } }), "data.thousands", "found \"x\"");
        AssertOnly(With(Data with { Csv = new CsvSpec { ThousandsMark = "." } }), "data.thousands", "the decimal mark too");
        AssertOnly(With(new DataSpec { Train = Idx, Csv = new CsvSpec { Header = true } }), "data.header", "the data are arrays");
        AssertOnly(With(Data with { Csv = new CsvSpec { Encoding = (EncodingName)9 } }), "data.encoding", "unknown encoding 9");
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Validate_TestFractionOutOfRange_IsAFault(double fraction) =>
        AssertOnly(With(Data with { TestFraction = fraction }), "data.test", $"found {fraction}");

    [Fact]
    public void Validate_TestFractionAndTestSource_IsAFault() =>
        AssertOnly(With(Data with { Test = Data.Train }), "data.test", "a second source and the fraction 0.2");

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void Validate_ScaleFactorNotPositiveAndFinite_IsAFault(float factor) =>
        AssertOnly(With(Data with { Scaling = ScalingName.Factor, ScaleFactor = factor }), "data.scale", $"found {factor}");

    [Fact]
    public void Validate_WrongFeatures_AreFaults()
    {
        AssertOnly(With(Data with { Features = [] }), "data.features", "found no column");
        AssertOnly(With(Data with { Features = ["a", "species"] }), "data.features[1]", "the label 'species'");
        AssertOnly(With(Data with { Features = ["a", "b", "a"] }), "data.features[2]", "'a' again");
    }

    private static JobSpec With(DataSpec data) => JobSpecs.Valid with { Data = data };
}
