using System.CommandLine;
using Granary.Client.Terminal;
using Granary.Silo.CommandLines;

namespace Granary.Client.CommandLines;

/// <summary>Makes a command about a job file and a cluster inside this process: it takes the file, <c>--silos</c>, <c>--set</c> and <c>--json</c>.</summary>
internal static class LocalJobCommand
{
    private const int MostSilos = 64;

    /// <summary>Makes it.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does: a sentence in the imperative.</param>
    /// <param name="examples">Command lines, ready to paste.</param>
    /// <param name="execute">Does it for the job file's path, the number of silos, the settings and whether to write JSON, and gives the exit code.</param>
    public static Command Create(
        ConsoleContext context,
        string name,
        string description,
        IReadOnlyList<string> examples,
        Func<string, int, string[]?, bool, Task<int>> execute) =>
        Create(context, name, description, examples, _ => { }, (_, path, count, settings, isJson) => execute(path, count, settings, isJson));

    /// <summary>Makes one that has options of its own.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does: a sentence in the imperative.</param>
    /// <param name="examples">Command lines, ready to paste.</param>
    /// <param name="addOptions">Gives the command its options.</param>
    /// <param name="execute">As above, with what was said on the command line.</param>
    public static Command Create(
        ConsoleContext context,
        string name,
        string description,
        IReadOnlyList<string> examples,
        Action<Command> addOptions,
        Func<ParseResult, string, int, string[]?, bool, Task<int>> execute)
    {
        var (path, set, json) = (CommonOptions.JobFile(), CommonOptions.Set(), CommonOptions.Json());
        var silos = new Option<int>("--silos")
        {
            Description = "The number of silos to start in this process. It does not change the weights.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
            CustomParser = WholeNumber.Parser("--silos", 1, MostSilos),
        };
        var command = new CommandWithExamples(name, description, examples) { path, silos, set, json };
        addOptions(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            r.GetValue(json),
            () => execute(r, r.GetValue(path)!, r.GetValue(silos), r.GetValue(set), r.GetValue(json))));
        return command;
    }
}
