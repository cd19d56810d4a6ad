using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Granary.Client.CommandLines;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Faults;
using Granary.Requests.Statuses;
using Granary.Requests.Tokens;

namespace Granary.Client.Commands;

/// <summary><c>granary tokens</c>: lists the tokens that are let in over HTTP, makes some, and revokes them.</summary>
internal static class TokensCommand
{
    private const string RoleOption = "--role";
    private const string ExpiresOption = "--expires";
    private const string NameOption = "--name";
    private const int LongestName = 40;
    private const int MostDays = 3650;

    public static Command Create(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var command = new CommandWithExamples(
            "tokens",
            "List the tokens that are let in over HTTP, create one, or revoke one.",
            "granary tokens",
            "granary tokens create --role submitter --expires 30d")
        {
            json,
            CreateCreate(context),
            CreateRevoke(context),
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => ListAsync(context, cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static Command CreateCreate(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var role = new Option<TokenRole>(RoleOption)
        {
            Description = "What it lets do: viewer (look and predict), submitter (submit and control jobs too) or operator (remove data and models too).",
            HelpName = string.Join('|', Enum.GetValues<TokenRole>().Select(NameOf)),
            Required = true,
            CustomParser = ParseRole,
        };
        var expires = new Option<TimeSpan>(ExpiresOption)
        {
            Description = "How long it lasts, in days or hours.",
            HelpName = "30d|12h",
            DefaultValueFactory = _ => TimeSpan.FromDays(90),
            CustomParser = ParseLifetime,
        };
        var name = new Option<string?>(NameOption)
        {
            Description = "A name, under which it is listed and its use is logged. [default: the role and a number]",
            HelpName = "NAME",
            CustomParser = ParseName,
        };
        var command = new CommandWithExamples(
            "create", "Create a token, and show it once.", "granary tokens create --role submitter --expires 30d", "granary tokens create --role viewer --name board")
        {
            role, expires, name, json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            r.GetValue(json),
            () => CreateAsync(context, r.GetValue(role), r.GetValue(expires), r.GetValue(name), cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static Command CreateRevoke(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var name = new Argument<string>("NAME") { Description = "The token's name, as shown by 'granary tokens'." };
        var command = new CommandWithExamples("revoke", "Let a token in no longer.", "granary tokens revoke submitter-1") { name, json };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => RevokeAsync(context, r.GetValue(name)!, cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static async Task<int> ListAsync(ConsoleContext context, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var tokens = await granary.Cluster.Tokens.List().WaitAsync(context.Interrupted);
        if (json)
        {
            Array.ForEach(tokens, t => context.Output.WriteLine(Line(t, token: null)));
        }
        else if (tokens.Length > 0)
        {
            context.Write(Table(tokens).Lines);
        }
        else
        {
            context.Error.WriteLine("There are no tokens but that of the data directory.");
            context.WriteNext(NextSteps.InCluster("tokens create --role viewer", choice));
        }

        return ExitCodes.Done;
    }

    // The token alone goes to standard output, so that a script can keep it.
    private static async Task<int> CreateAsync(
        ConsoleContext context, TokenRole role, TimeSpan lifetime, string? name, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var token = TokenText.Create();
        var made = await granary.Cluster.Tokens.Add(new NewToken
        {
            Name = name,
            Role = role,
            Lifetime = lifetime,
            Hash = TokenText.HexOf(token),
            CookieHash = TokenText.HexOf(TokenText.CookieOf(token)),
        }).WaitAsync(context.Interrupted) ?? throw new RequestException(
            name is null ? $"there are {ITokenListGrain.Most} tokens already" : $"there is a token {name} already, or there are {ITokenListGrain.Most}")
        {
            Hint = "'granary tokens' lists them, 'granary tokens revoke NAME' removes one",
        };
        context.Output.WriteLine(json ? Line(made, token) : token);
        if (!json)
        {
            context.Error.WriteLine($"This is {made.Name}, {(role == TokenRole.Operator ? "an" : "a")} {NameOf(role)} until {Numbers.Moment(made.ExpiresAt!.Value)}. It is shown once.");
            context.WriteNext(NextSteps.InCluster($"tokens revoke {made.Name}", choice));
        }

        return ExitCodes.Done;
    }

    private static async Task<int> RevokeAsync(ConsoleContext context, string name, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        if (!await granary.Cluster.Tokens.Revoke(name).WaitAsync(context.Interrupted))
        {
            throw new RequestException($"found no token '{Printable.Clean(name)}'") { Hint = "'granary tokens' lists all tokens" };
        }

        context.Output.WriteLine(json ? StatusJson.Write(j => j.WriteString("revoked", name)) : $"Revoked {name}: it lets nobody in any more.");
        return ExitCodes.Done;
    }

    private static TextTable Table(IEnumerable<TokenFacts> tokens)
    {
        var table = new TextTable("TOKEN", "ROLE", "CREATED", "EXPIRES");
        foreach (var token in tokens)
        {
            table.Add(token.Name, NameOf(token.Role), Numbers.Moment(token.CreatedAt), token.ExpiresAt is { } end ? Numbers.Moment(end) : "never");
        }

        return table;
    }

    private static string Line(TokenFacts facts, string? token) => StatusJson.Write(json =>
    {
        json.WriteString("name", facts.Name);
        json.WriteString("role", NameOf(facts.Role));
        json.WriteString("createdAt", facts.CreatedAt);
        json.WriteString("expiresAt", facts.ExpiresAt?.ToString("O", CultureInfo.InvariantCulture));
        if (token is not null)
        {
            json.WriteString("token", token);
        }
    });

    private static string NameOf(TokenRole role) => role.ToString().ToLowerInvariant();

    private static TokenRole ParseRole(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var role in Enum.GetValues<TokenRole>())
        {
            if (NameOf(role) == text)
            {
                return role;
            }
        }

        result.AddError($"{RoleOption}: found '{text}', expected viewer, submitter or operator");
        return default;
    }

    private static TimeSpan ParseLifetime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        var isNumber = int.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        TimeSpan? lifetime = (isNumber && number is >= 1 and <= MostDays * 24, text.Length == 0 ? ' ' : text[^1]) switch
        {
            (true, 'd') => TimeSpan.FromDays(number),
            (true, 'h') => TimeSpan.FromHours(number),
            _ => null,
        };
        if (lifetime is { TotalDays: <= MostDays } found)
        {
            return found;
        }

        result.AddError($"{ExpiresOption}: found '{text}', expected a number of days or hours, for example 30d or 12h, and {MostDays}d at most");
        return default;
    }

    private static string? ParseName(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (text.Length is >= 1 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return text;
        }

        result.AddError($"{NameOption}: found '{Printable.Clean(text)}', expected at most {LongestName} letters, digits and hyphens");
        return null;
    }
}
