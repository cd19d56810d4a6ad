using Granary.Web.Doors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Granary.Silo.Hosting;

/// <summary>
/// What a silo of its own tells on standard error: who came, left and was lost, and warnings and errors, one short line each.
/// That silos are lost is expected, so what Orleans has to say about calls and probes that end with them is left out.
/// </summary>
internal static class HostLogging
{
    /// <summary>How the times of <see cref="LogFormat.Json"/> are written, which are UTC.</summary>
    public const string JsonTime = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly string[] ToldElsewhere =
    [
        // Why a start failed is told by whoever asked for it, and advice on the garbage collector is not for users.
        "Orleans.Runtime.Silo",
        "Orleans.Runtime.SiloLifecycleSubject",
        "Microsoft.Extensions.Hosting.Internal.Host",

        // What becomes of a call to a lost silo, or from it, is its caller's to tell, and that it is lost is told by MembershipLog.
        "Orleans.Runtime.CallbackData",
        "Orleans.Runtime.GrainCallCancellationManager",
        "Orleans.Runtime.Messaging.ConnectionManager",
        "Orleans.Messaging",

        // A client that ends is nothing to warn of.
        "Orleans.Runtime.Messaging.Connection",
        "Orleans.Runtime.Messaging.Gateway",

        // At start it takes the time since the machine was switched on for the time since its own last look.
        "Orleans.Runtime.Watchdog",

        // Told by FatalEnd.
        "Orleans.Runtime.FatalErrorHandler",
    ];

    private static readonly string[] FamiliesToldElsewhere =
    [
        // Told by MembershipLog.
        "Orleans.Runtime.MembershipService.",

        // Timers that fire late, and turns that take long, as they do on a busy machine.
        "Orleans.Runtime.AsyncTimer",
        "Orleans.Runtime.Scheduler.",

        // Calls that are tried again; what is not is told by who called.
        "Polly",
    ];

    /// <summary>Gives a silo's host its log.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="format">How it is written.</param>
    public static void Configure(HostApplicationBuilder builder, LogFormat format)
    {
        builder.Logging.SetMinimumLevel(LogLevel.Information);
        builder.Logging.AddConsole(o =>
        {
            o.FormatterName = format == LogFormat.Json ? ConsoleFormatterNames.Json : OneLineFormatter.FormatterName;
            o.LogToStandardErrorThreshold = LogLevel.Trace;
        });
        builder.Logging.AddConsoleFormatter<OneLineFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<JsonConsoleFormatterOptions>(o =>
        {
            o.TimestampFormat = JsonTime;
            o.UseUtcTimestamp = true;
        });
        builder.Logging.AddFilter((category, level) => level >= LeastOf(category ?? "") && !IsToldElsewhere(category ?? "", level));
        builder.Services.AddHostedService<MembershipLog>();
        builder.Services.AddSingleton<IFatalErrorHandler>(s => new FatalEnd(s.GetRequiredService<ILocalSiloDetails>(), format));
    }

    private static LogLevel LeastOf(string category) =>
        category == typeof(MembershipLog).FullName || category == typeof(LifeLog).FullName || category == typeof(AuditLog).FullName ? LogLevel.Information : LogLevel.Warning;

    private static bool IsToldElsewhere(string category, LogLevel level) =>
        ToldElsewhere.Contains(category)
        || (FamiliesToldElsewhere.Any(f => category.StartsWith(f, StringComparison.Ordinal)) && level < LogLevel.Critical);
}
