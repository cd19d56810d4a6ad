using Granary.Benchmarks.Common;

namespace Granary.Faults.Tests.CommandLines;

/// <summary>The options that all programs of <c>bench/</c> share.</summary>
public sealed class OptionSetTests
{
    private readonly List<object> _seen = [];

    [Fact]
    public void Parse_AllKinds_SetsWhatIsNamedInTurn()
    {
        MakeOptions().Parse(["--seconds", "1.5", "--fast", "--rounds", "3", "--threads", "1,2", "--one", "PEAR", "--some", "fig,apple", "--out", "-"]);

        Assert.Equal([1.5, "fast", 3, "1 2", "pear", "apple fig", "-"], _seen);
    }

    [Fact]
    public void Parse_Nothing_SetsNothing()
    {
        MakeOptions().Parse([]);

        Assert.Empty(_seen);
    }

    [Theory]
    [InlineData("Unknown option --rond: choose --rounds, --seconds, --threads, --one, --some, --out, --fast.", "--rond", "3")]
    [InlineData("--rounds needs a value.", "--fast", "--rounds")]
    [InlineData("--rounds: found '0', expected a whole number above 0.", "--rounds", "0")]
    [InlineData("--rounds: found '1.5', expected a whole number above 0.", "--rounds", "1.5")]
    [InlineData("--threads: found '', expected a whole number above 0.", "--threads", "1,")]
    [InlineData("--seconds: found '-1', expected a number above 0.", "--seconds", "-1")]
    [InlineData("--one: found 'plum', expected one of apple,pear,fig.", "--one", "plum")]
    [InlineData("--some: found 'plum', expected some of apple,pear,fig.", "--some", "fig,plum")]
    public void Parse_WhatIsWrong_SaysWhatWasExpected(string message, params string[] args) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => MakeOptions().Parse(args)).Message);

    private OptionSet MakeOptions()
    {
        string[] fruit = ["apple", "pear", "fig"];
        return new OptionSet()
            .Count("--rounds", v => _seen.Add(v))
            .Number("--seconds", v => _seen.Add(v))
            .Counts("--threads", v => _seen.Add(string.Join(' ', v)))
            .One("--one", fruit, f => f, _seen.Add)
            .Some("--some", fruit, f => f, v => _seen.Add(string.Join(' ', v)))
            .Text("--out", _seen.Add)
            .Flag("--fast", () => _seen.Add("fast"));
    }
}
