using System.CommandLine;
using System.CommandLine.Parsing;
using Granary.Client.Text;

namespace Granary.Client.Commands;

/// <summary>Tells what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>Tells it.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ConsoleContext context, ParseResult result, bool json)
    {
        var command = result.CommandResult.Command;
        ErrorReport.Write(context, json, Message(result, command));
        context.WriteNext($"{FullName(command)} --help");
        return ExitCodes.WrongRequest;
    }

    private static string Message(ParseResult result, Command command)
    {
        if (result.UnmatchedTokens is not [var unmatched, ..])
        {
            return command.Subcommands.Count > 0
                ? $"found no command, expected one of {string.Join(", ", Names(command.Subcommands))}"
                : string.Join("; ", result.Errors.Select(Explain));
        }

        if (unmatched.StartsWith('-'))
        {
            return $"found the unknown option '{unmatched}'{NearestName.Guess(unmatched, Names(command.Options))}";
        }

        return command.Subcommands.Count > 0
            ? $"found the unknown command '{unmatched}', expected one of {string.Join(", ", Names(command.Subcommands))}"
                + NearestName.Guess(unmatched, Names(command.Subcommands))
            : $"found the argument '{unmatched}' too many";
    }

    private static string Explain(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument: { } argument } => $"found no {argument.Name}, expected one",
        OptionResult { Tokens.Count: 0, Option: { } option } => $"found '{option.Name}' alone, expected {option.Name} {option.HelpName}",
        _ => error.Message,
    };

    private static IEnumerable<string> Names(IEnumerable<Symbol> symbols) => symbols.Select(s => s.Name);

    private static string FullName(Command command) =>
        command is RootCommand ? GranaryConsole.Name : $"{GranaryConsole.Name} {command.Name}";
}
