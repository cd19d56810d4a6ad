using System.CommandLine;
using System.CommandLine.Help;
using Granary.Client.CommandLines;
using Granary.Client.Terminal;

namespace Granary.Client.Commands;

/// <summary>The whole command line.</summary>
internal static class GranaryConsole
{
    /// <summary>Does what a command line asks for.</summary>
    /// <returns>The exit code, one of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, ConsoleContext context)
    {
        // No response files: '@' may begin a path.
        var result = CreateRoot(context).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && result.Action?.ClearsParseErrors != true)
        {
            return UsageErrors.Write(context, result, arguments.Contains("--json"));
        }

        // Around the help too.
        return await CommandGuard.RunAsync(context, json: false, () => result.InvokeAsync(new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,

            // Interruptions are the commands' own affair: the first one is polite.
            ProcessTerminationTimeout = null,
        }));
    }

    private static RootCommand CreateRoot(ConsoleContext context)
    {
        var root = new RootCommand("Train neural networks on a cluster of silos. The weights are the same, bit for bit, on any number of silos.")
        {
            InitCommand.Create(context),
            CheckCommand.Create(context),
            LearningRateCommand.Create(context),
            RunCommand.Create(context),
            SubmitCommand.Create(context),
            JobsCommand.Create(context),
            StatusCommand.Create(context),
            WatchCommand.Create(context),
            LogsCommand.Create(context),
            HistoryCommand.Create(context),
            PauseCommand.Create(context),
            ResumeCommand.Create(context),
            CancelCommand.Create(context),
            DataCommand.Create(context),
            ModelsCommand.Create(context),
            ExportCommand.Create(context),
            PredictCommand.Create(context),
            EvaluateCommand.Create(context),
            VerifyCommand.Create(context),
            ClusterCommand.Create(context),
            TokensCommand.Create(context),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(
            (HelpAction)help.Action!,
            "granary init people.csv                 # look at a table, and write people.json",
            "granary run examples/digits.json        # a cluster inside this process",
            "granary-silo                            # or start a cluster: one silo per call; then",
            "granary submit examples/digits.json --follow");
        return root;
    }
}
