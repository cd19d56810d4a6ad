using System.Net.Sockets;
using System.Text;

namespace Granary.Testing.Servers;

/// <summary>A Redis server of a test's own on loopback. It has to be started, also again after it was stopped.</summary>
/// <param name="options">Options besides port, address and directory.</param>
public sealed class RedisProcess(params string[] options) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;

    public static bool IsInstalled => Find() is not null;

    public int Port { get; } = Ports.Free();

    /// <summary>Where it is, <c>HOST:PORT</c>.</summary>
    public string Place => $"127.0.0.1:{Port}";

    /// <summary>Skips the test where Redis is not installed.</summary>
    public static void Require() => Needs.Server("Redis", IsInstalled);

    /// <summary>Starts it and waits until it answers. Skips the test where Redis is not installed.</summary>
    public async Task StartAsync()
    {
        Require();
        _process = new ServerProcess(
            Find()!, ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.Path, .. options]);
        await _process.WaitAsync(Ping);
    }

    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    /// <summary>Ends it as a crash does.</summary>
    public void Kill()
    {
        _process?.Kill();
        Stop();
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    private static string? Find() => Needs.FindProgram("redis-server");

    // "NOAUTH" is an answer as well.
    private async Task Ping()
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", Port);
        await client.GetStream().WriteAsync("PING\r\n"u8.ToArray());
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        var answer = await reader.ReadLineAsync();
        if (answer is null || answer.StartsWith("-LOADING", StringComparison.Ordinal))
        {
            throw new IOException($"Redis at {Place} answered '{answer}'.");
        }
    }
}
