using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Granary.Silo.Hosting;

/// <summary>Writes an entry of the log as one line: the time, how bad it is, what happened, and an exception's message, not its stack.</summary>
internal sealed class OneLineFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "granary";

    private const int MaxLength = 500;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } e)
        {
            message += $" ({e.GetType().Name}: {e.Message})";
        }

        var line = message.ReplaceLineEndings(" ");
        line = line.Length > MaxLength ? line[..MaxLength] + "..." : line;
        var time = DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        textWriter.WriteLine($"{time} {Word(logEntry.LogLevel)}{line}");
    }

    private static string Word(LogLevel level) => level switch
    {
        >= LogLevel.Error => "error: ",
        LogLevel.Warning => "warning: ",
        _ => "",
    };
}
