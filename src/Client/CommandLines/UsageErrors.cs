using System.CommandLine;
using Granary.Client.Terminal;
using Granary.Silo.CommandLines;

namespace Granary.Client.CommandLines;

/// <summary>Tells what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>Tells it.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(ConsoleContext context, ParseResult result, bool json)
    {
        ErrorReport.Write(context, json, UsageText.Explain(result));
        context.WriteNext($"{FullName(result.CommandResult.Command)} --help");
        return ExitCodes.WrongRequest;
    }

    private static string FullName(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{FullName(parent)} {command.Name}" : NextSteps.Program;
}
