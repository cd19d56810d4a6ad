using System.CommandLine;
using System.CommandLine.Parsing;
using Granary.Requests.Names;

namespace Granary.Silo.CommandLines;

/// <summary>Says what is wrong with a command line.</summary>
public static class UsageText
{
    /// <summary>What was found and what was expected.</summary>
    /// <param name="result">A command line with errors.</param>
    public static string Explain(ParseResult result)
    {
        var command = result.CommandResult.Command;
        if (result.UnmatchedTokens is not [var unmatched, ..])
        {
            return command.Subcommands.Count > 0 && command.Action is null
                ? $"found no command, expected one of {string.Join(", ", Names(command.Subcommands))}"
                : string.Join("; ", result.Errors.Select(Explain));
        }

        if (unmatched.StartsWith('-'))
        {
            return $"found unknown option '{unmatched}'{NearestName.Guess(unmatched, Names(command.Options))}";
        }

        return command.Subcommands.Count > 0
            ? $"found unknown command '{unmatched}', expected one of {string.Join(", ", Names(command.Subcommands))}"
                + NearestName.Guess(unmatched, Names(command.Subcommands))
            : $"found unexpected argument '{unmatched}'";
    }

    private static string Explain(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument: { } argument } => $"{argument.Name} is missing",
        OptionResult { Tokens.Count: 0, Option: { } option } => $"found '{option.Name}' without a value, expected {option.Name} {option.HelpName}",
        _ => error.Message,
    };

    private static IEnumerable<string> Names(IEnumerable<Symbol> symbols) => symbols.Select(s => s.Name);
}
