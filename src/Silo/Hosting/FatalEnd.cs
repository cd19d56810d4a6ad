using System.Globalization;
using System.Text.Json;
using Granary.Clustering;
using Microsoft.Extensions.Logging;

namespace Granary.Silo.Hosting;

/// <summary>
/// Ends a silo that must not go on, and says why in one line. The common case: it was frozen or cut off, and the others have taken
/// its place meanwhile. Orleans' own way is to crash the process with a dump.
/// </summary>
/// <param name="silo">The silo.</param>
/// <param name="format">How its log is written; this line is not left to the log, which may not come to write it.</param>
internal sealed class FatalEnd(ILocalSiloDetails silo, LogFormat format) : IFatalErrorHandler
{
    private const int Failed = 1;
    private const int WrongRequest = 2;

    public bool IsUnexpected(Exception exception) => exception is not ThreadAbortException;

    public void OnFatalException(object? sender, string? context = null, Exception? exception = null)
    {
        var message = MessageOf(exception);
        Console.Error.WriteLine(format == LogFormat.Json ? ToJson(message) : "granary-silo: " + message);
        Environment.Exit(exception is ClusterFaultException ? WrongRequest : Failed);
    }

    private string MessageOf(Exception? exception) => exception switch
    {
        null => $"the cluster has declared silo {silo.SiloAddress.Endpoint} dead: it was frozen or cut off for too long, and its work was "
            + "reassigned. It stops now; start it again to rejoin.",
        ClusterFaultException => exception.Message,
        _ => $"silo {silo.SiloAddress.Endpoint} cannot continue and stops. {exception.GetType().Name}: {exception.Message}",
    };

    private static string ToJson(string message)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("Timestamp", DateTime.UtcNow.ToString(HostLogging.JsonTime, CultureInfo.InvariantCulture));
            json.WriteString("LogLevel", nameof(LogLevel.Critical));
            json.WriteString("Category", typeof(FatalEnd).FullName);
            json.WriteString("Message", message);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
