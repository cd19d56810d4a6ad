using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Granary.Client.Commands;

/// <summary>The help of a command, with examples after it.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in Examples(parseResult.CommandResult.Command.Name))
        {
            output.WriteLine("  " + example);
        }

        return ExitCodes.Done;
    }

    private static string[] Examples(string command) => command switch
    {
        "run" =>
        [
            "granary run examples/digits.json",
            "granary run examples/digits.json --silos 3 --set optimizer.learningRate=0.1 --set 'network.dimensions=[64,32,10]'",
            "granary run examples/digits.json --json | tail -1",
        ],
        "submit" =>
        [
            "granary submit examples/digits.json --follow",
            "granary submit examples/digits.json --cluster redis:192.168.0.7:6379 --set epochs=100",
        ],
        "jobs" => ["granary jobs", "granary jobs --json"],
        "status" => ["granary status digits-1", "granary status digits-1 --json"],
        "watch" => ["granary watch digits-1", "granary watch digits-1 --json"],
        "logs" => ["granary logs digits-1", "granary logs digits-1 --follow", "granary logs digits-1 --json | grep '\"lost\"'"],
        "pause" => ["granary pause digits-1"],
        "resume" => ["granary resume digits-1", "granary resume digits-1 --from 500   # back to the checkpoint of step 500"],
        "cancel" => ["granary cancel digits-1"],
        "cluster" => ["granary cluster", "granary cluster --data-dir /var/lib/granary --json"],
        _ =>
        [
            "granary run examples/digits.json        # a cluster inside this process",
            "granary-silo                            # or start a cluster: each time one silo more; and then",
            "granary submit examples/digits.json --follow",
        ],
    };
}
