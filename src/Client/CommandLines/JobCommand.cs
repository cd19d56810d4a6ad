using System.CommandLine;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;

namespace Granary.Client.CommandLines;

/// <summary>Makes a command about one job of a cluster: it takes the job's id, the cluster's options and <c>--json</c>.</summary>
internal static class JobCommand
{
    /// <summary>Makes it.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does: a sentence in the imperative.</param>
    /// <param name="examples">Command lines, ready to paste.</param>
    /// <param name="execute">Does it for the job's id, the cluster and whether to write JSON, and gives the exit code.</param>
    public static Command Create(
        ConsoleContext context,
        string name,
        string description,
        IReadOnlyList<string> examples,
        Func<string, ClusterChoice, bool, Task<int>> execute) =>
        Create(context, name, description, examples, [], (_, jobId, choice, json) => execute(jobId, choice, json));

    /// <summary>Makes one that has an option of its own.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does: a sentence in the imperative.</param>
    /// <param name="examples">Command lines, ready to paste.</param>
    /// <param name="option">The option.</param>
    /// <param name="execute">Does it for the option's value, the job's id, the cluster and whether to write JSON, and gives the exit code.</param>
    public static Command Create<T>(
        ConsoleContext context,
        string name,
        string description,
        IReadOnlyList<string> examples,
        Option<T> option,
        Func<T?, string, ClusterChoice, bool, Task<int>> execute) =>
        Create(context, name, description, examples, [option], (r, jobId, choice, json) => execute(r.GetValue(option), jobId, choice, json));

    /// <summary>Makes one that has several options of its own.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does: a sentence in the imperative.</param>
    /// <param name="examples">Command lines, ready to paste.</param>
    /// <param name="options">The options.</param>
    /// <param name="execute">As above, with what was said on the command line.</param>
    public static Command Create(
        ConsoleContext context,
        string name,
        string description,
        IReadOnlyList<string> examples,
        Option[] options,
        Func<ParseResult, string, ClusterChoice, bool, Task<int>> execute)
    {
        var (job, cluster, json) = (CommonOptions.JobId(), CommonOptions.Cluster(), CommonOptions.Json());
        var command = new CommandWithExamples(name, description, examples) { job };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.Options.Add(json);
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            r.GetValue(json),
            () => execute(r, r.GetValue(job)!, cluster.Read(r), r.GetValue(json))));
        return command;
    }
}
