using System.CommandLine.Parsing;
using System.Globalization;

namespace Granary.Silo.CommandLines;

/// <summary>Reads whole numbers of a command line.</summary>
public static class WholeNumber
{
    /// <summary>A parser for an option that takes a number of a range.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="least">The least number.</param>
    /// <param name="most">The greatest number.</param>
    public static Func<ArgumentResult, int> Parser(string option, int least, int most) => result =>
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{option}: found '{text}', expected a whole number from {least} to {most}");
        return least;
    };
}
