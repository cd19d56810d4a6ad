using System.CommandLine;
using Granary.Silo.Hosting;

namespace Granary.Silo.Commands;

/// <summary>Finds out where a command line asks for HTTP.</summary>
internal static class HttpRequest
{
    /// <summary>Reads the options.</summary>
    /// <returns>Where to serve it; null for not at all.</returns>
    /// <exception cref="FormatException">The request is wrong.</exception>
    public static HttpAddress? Settle(ParseResult options)
    {
        var said = options.GetResult(SiloCommandOptions.Http) is { Implicit: false };
        var names = options.GetValue(SiloCommandOptions.HttpNames) ?? [];
        if (options.GetValue(SiloCommandOptions.NoHttp))
        {
            return said || names.Length > 0
                ? throw new FormatException("--no-http is said, and --http or --http-name too: expected one or the other.")
                : null;
        }

        var address = (said ? options.GetValue(SiloCommandOptions.Http) : null) ?? HttpAddress.Usual;
        CheckFree(address);
        return address with { Names = names };
    }

    private static void CheckFree(HttpAddress address)
    {
        if (!address.AnyPort && !FreePorts.IsFree(address.Endpoint))
        {
            throw new FormatException(
                $"--http {address.Endpoint}: cannot listen there; another program does, or this machine does not have the address: choose another one.");
        }
    }
}
