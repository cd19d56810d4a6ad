using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.CommandLines;

/// <summary>Commands that the user may want next, ready to paste.</summary>
internal static class NextSteps
{
    /// <summary>The program's name.</summary>
    public const string Program = "granary";

    /// <summary>A command for the same cluster.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="choice">The options of the command that is running.</param>
    public static string InCluster(string command, ClusterChoice choice) => choice.ForSameCluster($"{Program} {command}");

    /// <summary>The usual command for a job in this state, with its arguments.</summary>
    public static string For(JobStatus status) => status.State switch
    {
        var state when state.WaitsToBeResumed() => $"resume {status.JobId}",
        var state when state.HasEnded() => "jobs",
        _ => $"watch {status.JobId}",
    };
}
