using System.Diagnostics;

namespace Granary.Faults.Tests.Network;

/// <summary>Network namespaces behind a bridge, one for each silo, so that what goes between two of them can be cut.</summary>
internal sealed class Namespaces : IAsyncDisposable
{
    private const string Subnet = "10.213.77";

    private static readonly string Id = $"{Environment.ProcessId % 100000}";
    private static readonly string Bridge = $"grb{Id}";

    private static readonly Lazy<string?> Refusal = new(Try);

    private readonly int _count;

    private Namespaces(int count) => _count = count;

    /// <summary>Why this machine does not allow them; null when it does.</summary>
    public static string? WhyNot => Refusal.Value;

    /// <summary>Makes the namespaces.</summary>
    /// <exception cref="InvalidOperationException">This machine does not allow it; the message says what was refused.</exception>
    public static async Task<Namespaces> Create(int count)
    {
        var made = new Namespaces(count);
        try
        {
            await Ip("link", "add", Bridge, "type", "bridge");
            await Ip("addr", "add", $"{Subnet}.1/24", "dev", Bridge);
            await Ip("link", "set", Bridge, "up");
            for (var i = 0; i < count; i++)
            {
                await Ip("netns", "add", Name(i));
                await Ip("link", "add", Link(i), "type", "veth", "peer", "name", "eth0", "netns", Name(i));
                await Ip("link", "set", Link(i), "master", Bridge, "up");
                await Inside(i, "addr", "add", $"{Address(i)}/24", "dev", "eth0");
                await Inside(i, "link", "set", "eth0", "up");
                await Inside(i, "link", "set", "lo", "up");
            }

            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>What has to stand before a command so that it runs in a namespace.</summary>
    public static string[] Enter(int number) => ["ip", "netns", "exec", Name(number)];

    public static string Address(int number) => $"{Subnet}.{number + 2}";

    /// <summary>Lets nothing through between two namespaces. Both still reach everybody else.</summary>
    public static async Task Cut(int first, int second)
    {
        await Inside(first, "route", "add", "blackhole", $"{Address(second)}/32");
        await Inside(second, "route", "add", "blackhole", $"{Address(first)}/32");
    }

    public static async Task Heal(int first, int second)
    {
        await Inside(first, "route", "del", "blackhole", $"{Address(second)}/32");
        await Inside(second, "route", "del", "blackhole", $"{Address(first)}/32");
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < _count; i++)
        {
            // A namespace goes when the kernel finds the time, and would keep the name of its link until then.
            await TryIp("link", "del", Link(i));
            await TryIp("netns", "del", Name(i));
        }

        await TryIp("link", "del", Bridge);
    }

    private static string? Try()
    {
        try
        {
            Task.Run(async () => await (await Create(1)).DisposeAsync()).Wait();
            return null;
        }
        catch (AggregateException e)
        {
            return e.InnerException?.Message.TrimEnd();
        }
    }

    private static string Name(int number) => $"granary-{Id}-{number}";

    private static string Link(int number) => $"grv{Id}{number}";

    private static Task Inside(int number, params string[] arguments) => Ip(["-n", Name(number), .. arguments]);

    private static async Task Ip(params string[] arguments)
    {
        if (await TryIp(arguments) is { } fault)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {fault}");
        }
    }

    private static async Task<string?> TryIp(params string[] arguments)
    {
        try
        {
            using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
            var error = await ip.StandardError.ReadToEndAsync();
            await ip.WaitForExitAsync();
            return ip.ExitCode == 0 ? null : error;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
