using StackExchange.Redis;

namespace Granary.Clustering.Databases;

/// <summary>The Redis server of a cluster.</summary>
internal static class RedisServer
{
    private const int ConnectTimeoutMilliseconds = 5000;

    /// <summary>Reads the part of an address after <c>redis:</c>.</summary>
    /// <exception cref="DatabaseException">It is no address of a server.</exception>
    public static ConfigurationOptions Parse(string endpoint)
    {
        try
        {
            var options = ConfigurationOptions.Parse(endpoint);
            options.SetDefaultPorts();
            return options.EndPoints.Count > 0 ? options : throw new ArgumentException("it names no server");
        }
        catch (ArgumentException e)
        {
            throw new DatabaseException(
                $"The address redis:... cannot be read: {Reason(e)}. Expected redis:HOST:PORT, for example redis:127.0.0.1:6379, "
                + "with options after commas, for example redis:db:6380,ssl=true,password=SECRET.",
                e);
        }
    }

    /// <summary>A server's address without secrets.</summary>
    /// <exception cref="DatabaseException">It is no address of a server.</exception>
    public static string Name(string endpoint) => string.Join(", ", Parse(endpoint).EndPoints.Select(NameOf));

    /// <summary>Makes sure that the server answers.</summary>
    /// <exception cref="DatabaseException">It does not.</exception>
    public static async Task RequireAsync(string endpoint, CancellationToken cancellationToken)
    {
        var options = Parse(endpoint);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 0;
        options.ConnectTimeout = ConnectTimeoutMilliseconds;
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
            await connection.GetDatabase().PingAsync().WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            throw new DatabaseException(
                $"The Redis server at {Name(endpoint)} cannot be used: {Reason(e)}. Start it (redis-server --appendonly yes), or correct "
                + "HOST, PORT or password in --cluster redis:HOST:PORT[,password=...].",
                e);
        }
    }

    /// <summary>Finds out whether a server forgets everything when it is restarted.</summary>
    /// <returns>A warning for the user; null when it keeps what it is told, or does not let itself be asked.</returns>
    public static async Task<string?> FindRiskAsync(string endpoint, CancellationToken cancellationToken)
    {
        var options = Parse(endpoint);

        // Without it the driver does not ask for settings.
        options.AllowAdmin = true;
        try
        {
            await using var connection = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(cancellationToken);
            foreach (var server in connection.GetServers().Where(s => s.IsConnected && !s.IsReplica))
            {
                if (await IsAsync(server, "appendonly", "no") && await IsAsync(server, "save", ""))
                {
                    return $"The Redis server at {NameOf(server.EndPoint)} keeps nothing on disk: when it restarts, the cluster's jobs are "
                        + "lost. Set 'appendonly yes' in its redis.conf, and run redis-cli CONFIG SET appendonly yes.";
                }
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            // Many servers forbid CONFIG.
        }

        return null;
    }

    private static async Task<bool> IsAsync(IServer server, string setting, string value) =>
        Array.Exists(await server.ConfigGetAsync(setting), s => s.Key == setting && s.Value == value);

    // The driver's own message is a page of counters; what matters to the user is which of two things went wrong.
    private static string Reason(Exception e) => e switch
    {
        RedisConnectionException { FailureType: ConnectionFailureType.AuthenticationFailure } => "it rejects the user or the password",
        RedisServerException server => server.Message,
        ArgumentException { ParamName: { Length: > 0 } key } => $"'{key}' is not a valid option, or its value is wrong",
        ArgumentException => e.Message,
        _ => "it does not answer",
    };

    private static string NameOf(System.Net.EndPoint endPoint) =>
        endPoint is System.Net.DnsEndPoint dns ? $"{dns.Host}:{dns.Port}" : endPoint.ToString()!;
}
