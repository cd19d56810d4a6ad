namespace Granary.Silo.Tests.Processes;

/// <summary>A silo in a process of its own, that has joined the local cluster of a data directory.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const int AnnouncedLines = 5;

    private SiloProcess(Program program) => Program = program;

    public Program Program { get; }

    /// <summary>What it said when it had joined.</summary>
    public string[] Lines => Program.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Its address, <c>ip:port</c>.</summary>
    public string Address => Lines[0].Split(' ', ',')[1];

    /// <summary>Starts a silo and waits until it has joined.</summary>
    public static Task<SiloProcess> StartAsync(TemporaryFolder data, params string[] arguments) => StartAsync("granary-silo", data, arguments);

    /// <summary>Starts a silo program and waits until it has joined.</summary>
    public static async Task<SiloProcess> StartAsync(string program, TemporaryFolder data, params string[] arguments)
    {
        var silo = new SiloProcess(Program.Start(program, ["--data-dir", data.Path, "--no-http", .. arguments.Contains("--cores") ? arguments : ["--cores", "1", .. arguments]]));
        try
        {
            for (var i = 0; i < AnnouncedLines; i++)
            {
                await silo.Program.ReadLine();
            }

            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => Program.DisposeAsync();
}
