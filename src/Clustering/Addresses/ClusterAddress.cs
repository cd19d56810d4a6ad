using System.Text.RegularExpressions;

namespace Granary.Clustering.Addresses;

/// <summary>
/// Where a cluster's silos find each other and its clients find them: one text that is the same for silos and clients.
/// </summary>
public abstract partial record ClusterAddress
{
    /// <summary>What an address looks like.</summary>
    public const string Expected =
        "expected 'local', 'redis:HOST:PORT' or 'postgres:CONNECTION-STRING', for example postgres:Host=db;Username=granary;Database=granary";

    /// <summary>The address of a local cluster.</summary>
    public const string LocalText = "local";

    private const string RedisPrefix = "redis:";
    private const string PostgresPrefix = "postgres:";

    private ClusterAddress()
    {
    }

    /// <summary>Reads an address; null when the text is none.</summary>
    /// <param name="text">The text.</param>
    public static ClusterAddress? Parse(string text) => text switch
    {
        LocalText => new Local(),
        _ when text.StartsWith(RedisPrefix, StringComparison.Ordinal) && text.Length > RedisPrefix.Length
            => new Redis(text[RedisPrefix.Length..]),
        _ when text.StartsWith(PostgresPrefix, StringComparison.Ordinal) && text.Length > PostgresPrefix.Length
            => new Postgres(text[PostgresPrefix.Length..]),
        _ => null,
    };

    /// <summary>The address as messages show it: passwords in it are left out.</summary>
    public string WithoutPasswords() => Password().Replace(ToString(), "$1=***");

    [GeneratedRegex("(?i)\\b(password|pwd)\\s*=\\s*[^;,]*")]
    private static partial Regex Password();

    /// <summary>The silos of this machine that share a data directory.</summary>
    public sealed record Local : ClusterAddress
    {
        /// <inheritdoc/>
        public override string ToString() => LocalText;
    }

    /// <summary>The silos that share a Redis server.</summary>
    /// <param name="Endpoint"><c>HOST:PORT</c>, and what else StackExchange.Redis takes after commas.</param>
    public sealed record Redis(string Endpoint) : ClusterAddress
    {
        /// <inheritdoc/>
        public override string ToString() => RedisPrefix + Endpoint;
    }

    /// <summary>The silos that share a PostgreSQL database.</summary>
    /// <param name="ConnectionString">As Npgsql takes it.</param>
    public sealed record Postgres(string ConnectionString) : ClusterAddress
    {
        /// <inheritdoc/>
        public override string ToString() => PostgresPrefix + ConnectionString;
    }
}
