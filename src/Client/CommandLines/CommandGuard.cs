using Granary.Client.Terminal;
using Granary.Requests.Faults;

namespace Granary.Client.CommandLines;

/// <summary>Runs what a command does, and turns what goes wrong into a message and an exit code.</summary>
internal static class CommandGuard
{
    public static async Task<int> RunAsync(ConsoleContext context, bool json, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (RequestException e)
        {
            ErrorReport.Write(context, json, e.Message, e.Faults, e.Hint);
            return ExitCodes.WrongRequest;
        }
        catch (NoClusterException e)
        {
            ErrorReport.Write(context, json, e.Message);
            return ExitCodes.NoCluster;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            ErrorReport.Write(context, json, $"the cluster did not answer: {e.Message}");
            return ExitCodes.NoCluster;
        }
        catch (OperationCanceledException) when (context.Interrupted.IsCancellationRequested)
        {
            ErrorReport.Write(context, json, "interrupted");
            return ExitCodes.Interrupted;
        }
        catch (IOException e) when (e.GetType() == typeof(IOException))
        {
            // Files that are read have errors of their own: what is left is a full disk, for the output or a data directory.
            ErrorReport.Write(context, json: false, $"cannot write: {e.Message}");
            return ExitCodes.JobFailed;
        }
        catch (Exception e)
        {
            // A fault of the program, not of its user: the stack trace is what its authors need.
            ErrorReport.Write(context, json, $"failed unexpectedly: {e.Message}");
            await context.Error.WriteLineAsync(e.ToString());
            return ExitCodes.JobFailed;
        }
    }
}
