using System.CommandLine;
using System.CommandLine.Parsing;
using Granary.Silo.Hosting;

namespace Granary.Silo.Commands;

/// <summary>The option <c>--http [ADDRESS:PORT]</c>.</summary>
public static class HttpOption
{
    /// <summary>Makes it. Said without a value it is the usual address, not said it is null.</summary>
    /// <param name="description">What it does, for the help.</param>
    public static Option<HttpAddress?> Create(string description) => new("--http")
    {
        Description = description,
        HelpName = "ADDRESS:PORT",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = Parse,
    };

    private static HttpAddress? Parse(ArgumentResult result)
    {
        if (result.Tokens is not [var token])
        {
            return HttpAddress.Usual;
        }

        if (HttpAddress.Parse(token.Value) is { } address)
        {
            return address;
        }

        result.AddError($"--http: found '{token.Value}', expected ADDRESS:PORT, for example 127.0.0.1:7400");
        return null;
    }
}
