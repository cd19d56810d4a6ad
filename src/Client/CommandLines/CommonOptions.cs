using System.CommandLine;
using System.Globalization;
using Granary.Client.Connections;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Requests.Faults;
using Granary.Silo.CommandLines;
using Granary.Silo.Hosting;

namespace Granary.Client.CommandLines;

/// <summary>Options and arguments that several commands have.</summary>
internal static class CommonOptions
{
    private static readonly TimeSpan QuietWait = TimeSpan.FromSeconds(1);

    public static Argument<string> JobFile() => new("JOB.json") { Description = "The job file." };

    public static Argument<string> Model() => new("MODEL") { Description = "A model file, or the ID of a job in the cluster." };

    public static Argument<string> JobId()
    {
        var argument = new Argument<string>("JOB") { Description = "The job's ID, as shown by 'granary jobs'." };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var id }] && string.IsNullOrWhiteSpace(id))
            {
                result.AddError($"JOB: found '{id}', expected a job ID, as shown by 'granary jobs'");
            }
        });
        return argument;
    }

    public static Option<bool> Json() => new("--json")
    {
        Description = "Write JSON to standard output, one object per line, and nothing else.",
    };

    public static Option<string[]> Set() => new("--set")
    {
        Description = "Override a value in the job file by its dotted key. Can be repeated.",
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>An option that takes the step of a checkpoint.</summary>
    public static Option<long?> Step(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "STEP",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            {
                return step;
            }

            result.AddError($"{name}: found '{text}', expected a checkpoint's step, a whole number");
            return null;
        },
    };

    /// <summary>An option that takes a number of things, at least 1.</summary>
    public static Option<int?> Count(string name, string description)
    {
        var parse = WholeNumber.Parser(name, 1, int.MaxValue);
        return new Option<int?>(name) { Description = description, HelpName = "N", CustomParser = result => parse(result) };
    }

    public static ClusterOptions Cluster() => new();

    /// <summary>Connects to the cluster that the options name, or else the environment, or else the local one.</summary>
    /// <exception cref="RequestException">There is no such address.</exception>
    public static async Task<GranaryClient> ConnectAsync(this ConsoleContext context, ClusterChoice choice)
    {
        var place = ClusterConnector.Resolve(choice, context.DefaultCluster);
        var connecting = context.Connector.ConnectAsync(place, context.Interrupted);
        if (await Task.WhenAny(connecting, Task.Delay(QuietWait, context.Time, context.Interrupted)) != connecting)
        {
            context.Error.WriteLine($"Still connecting to the cluster at {place}.");
        }

        return new GranaryClient(await connecting, context.FollowOptions);
    }

    /// <summary>Starts a cluster inside this process; it ends with the connection.</summary>
    /// <param name="context">The world outside.</param>
    /// <param name="silos">How many silos, at least 1.</param>
    /// <param name="http">Where it serves HTTP; null for not at all.</param>
    public static async Task<GranaryClient> StartAsync(this ConsoleContext context, int silos, HttpAddress? http = null) =>
        new(await context.Connector.StartAsync(silos, http, context.Interrupted), context.FollowOptions);
}
