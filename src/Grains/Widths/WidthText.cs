using System.Globalization;

namespace Granary.Grains.Widths;

/// <summary>On how many silos a job is trained, and why, in words: <c>1 of 2 silos: two were measured at 0.04 of its speed</c>.</summary>
internal static class WidthText
{
    private static readonly string[] Words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>What is told of a number that was found.</summary>
    /// <param name="search">How it was found.</param>
    /// <param name="options">The numbers that were to choose from.</param>
    /// <param name="silos">How many silos there are.</param>
    public static string Found(WidthSearch search, IReadOnlyList<WidthOption> options, int silos) => Of(search.Current.Silos, silos, search switch
    {
        { IsTrying: true } => $"tried for a moment, to compare it with {InWords(search.Best.Silos)}",
        { Second: { } second } => $"{InWords(second.Silos)} {(second.Silos == 1 ? "was" : "were")} measured at {Share(second.Speed)} of its speed",
        _ when search.Current.Silos == options[^1].Silos && options[^1].Silos < silos => "the others do not have the memory",
        _ when search.Current != search.Suggested => null,
        _ when search.Current.Silos == silos => null,
        _ when search.Current.Silos == options[0].Silos && options[0].Silos > 1 => "fewer do not have the memory",
        _ => $"a step is too short to share{(search.Current.Silos == 1 ? "" : " among more")}",
    });

    /// <summary>What is told of a number that the job states.</summary>
    /// <param name="asked">The number.</param>
    /// <param name="silos">How many silos there are.</param>
    public static string Asked(int asked, int silos) => Of(Math.Min(asked, silos), silos, $"the job asks for {InWords(asked)}");

    private static string Of(int used, int silos, string? why) =>
        $"{used} of {silos} silo{(silos == 1 ? "" : "s")}{(why is null ? "" : $": {why}")}";

    private static string InWords(int number) => number < Words.Length ? Words[number] : number.ToString(CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.00", CultureInfo.InvariantCulture);
}
