using System.CommandLine;
using Granary.Client.Connections;
using Granary.Client.Text;

namespace Granary.Client.Commands;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary>The environment variable that names the cluster.</summary>
    public const string ClusterVariable = "GRANARY_CLUSTER";

    private const string ClusterName = "--cluster";

    private static readonly TimeSpan QuietWait = TimeSpan.FromSeconds(1);

    public static Argument<string> JobFile() => new("JOB.json") { Description = "The job file." };

    public static Argument<string> JobId() => new("JOB") { Description = "The job's id, as 'granary jobs' lists it." };

    public static Option<bool> Json() => new("--json")
    {
        Description = "Write JSON to standard output, one object a line, and nothing else.",
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Put a value in place of one of the job file, by its dotted key. May be given again.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<string?> Cluster() => new(ClusterName)
    {
        Description =
            $"The cluster: 'local' for {ClusterAddress.Local}, or HOST:PORT of a silo's gateway. [default: {ClusterVariable}, or local]",
        HelpName = "ADDRESS",
    };

    /// <summary>Connects to the cluster that the option names, or else the environment, or else the local one.</summary>
    public static async Task<IClusterConnection> ConnectAsync(this ConsoleContext context, string? option)
    {
        var (source, text) = (option, context.DefaultCluster) switch
        {
            ({ } o, _) => (ClusterName, o),
            (null, { Length: > 0 } v) => (ClusterVariable, v),
            _ => (ClusterName, ClusterAddress.LocalName),
        };
        var address = ClusterAddress.Parse(text)
            ?? throw new RequestException($"{source}: found '{text}', {ClusterAddress.Expected}");
        var connecting = context.Connector.ConnectAsync(address, context.Interrupted);
        if (await Task.WhenAny(connecting, Task.Delay(QuietWait, context.Time, context.Interrupted)) != connecting)
        {
            context.Error.WriteLine($"No cluster answers at {address} yet, still trying.");
        }

        return await connecting;
    }

    /// <summary>A command for the same cluster, to be pasted.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="option">The option with which this command was given.</param>
    public static string ForSameCluster(string command, string? option) =>
        option is null ? $"granary {command}" : $"granary {command} {ClusterName} {ShellWord.Of(option)}";
}
