using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Silo.Hosting;

/// <summary>What a silo of its own tells: warnings and errors, one line each, on standard error.</summary>
internal static class HostLogging
{
    public static void Configure(HostApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "HH:mm:ss ";
        });
        builder.Logging.AddFilter((category, level) => level >= LogLevel.Warning && !IsToldElsewhere(category));

        // A client that ends is nothing to warn of.
        builder.Logging.AddFilter("Orleans.Runtime.Messaging.Connection", LogLevel.Error);

        // At start it takes the time since the machine was switched on for the time since its own last look.
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            o => o.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    // Why a start failed is told by whoever asked for it, and advice on the garbage collector is not for users.
    private static bool IsToldElsewhere(string? category) => category
        is "Orleans.Runtime.Silo" or "Orleans.Runtime.SiloLifecycleSubject" or "Microsoft.Extensions.Hosting.Internal.Host";
}
