using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Granary.Client.Terminal;

namespace Granary.Client.CommandLines;

/// <summary>The help of a command, followed by its examples.</summary>
/// <param name="help">Writes the help itself.</param>
/// <param name="ofProgram">The examples for the program as a whole.</param>
internal sealed class HelpWithExamples(HelpAction help, params IReadOnlyList<string> ofProgram) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in parseResult.CommandResult.Command is CommandWithExamples command ? command.Examples : ofProgram)
        {
            output.WriteLine("  " + example);
        }

        return ExitCodes.Done;
    }
}
