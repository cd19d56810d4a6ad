using Granary.Clustering;

namespace Granary.Silo.Hosting;

/// <summary>
/// Ends a silo that must not go on, and says why in one line. The common case: it was frozen or cut off, and the others have taken
/// its place meanwhile. Orleans' own way is to crash the process with a dump.
/// </summary>
internal sealed class FatalEnd(ILocalSiloDetails silo) : IFatalErrorHandler
{
    private const int Failed = 1;
    private const int WrongRequest = 2;

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender, string? context = null, Exception? exception = null)
    {
        if (exception is ClusterFaultException)
        {
            Console.Error.WriteLine("granary-silo: " + exception.Message);
            Environment.Exit(WrongRequest);
        }

        var endpoint = silo.SiloAddress.Endpoint;
        Console.Error.WriteLine(exception is null
            ? $"granary-silo: the cluster has declared silo {endpoint} dead: it was frozen or cut off for too long, and its work was "
                + "reassigned. It stops now; start it again to rejoin."
            : $"granary-silo: silo {endpoint} cannot continue and stops. {exception.GetType().Name}: {exception.Message}");
        Environment.Exit(Failed);
    }
}
