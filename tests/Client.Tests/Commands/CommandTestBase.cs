using System.Text.Json;
using Granary.Client.Commands;
using Granary.Client.Connections;
using Granary.Client.Terminal;

namespace Granary.Client.Tests.Commands;

/// <summary>Runs command lines against a fake cluster.</summary>
public abstract class CommandTestBase : IDisposable
{
    private readonly CancellationTokenSource _interrupt = new();
    private readonly TemporaryFolder _folder = new();

    protected const string Digits = "examples/digits.json";

    protected StringWriter Output { get; } = new();

    protected StringWriter Error { get; } = new();

    internal FakeCluster Cluster { get; init; } = new();

    internal FakeCoordinator Job
    {
        get => Cluster.Coordinators["digits-1"];
        set => Cluster.Coordinators["digits-1"] = value;
    }

    protected string[] OutputLines => Output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    protected JsonElement LastJson => JsonDocument.Parse(OutputLines[^1]).RootElement;

    public void Dispose()
    {
        _interrupt.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string Folder => _folder.Path;

    /// <summary>Answers what the console asks; null where there is nobody to ask.</summary>
    protected Func<string, string?>? Ask { get; set; }

    protected void Interrupt() => _interrupt.Cancel();

    protected string WriteJob(string text) => _folder.Write("job.json", text);

    protected Task<int> RunAsync(string commandLine, int width = 80) => RunAsync(commandLine, Cluster, null, width);

    internal Task<int> RunAsync(string commandLine, IClusterConnector connector, string? defaultCluster, int width = 80) =>
        GranaryConsole.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), new ConsoleContext
        {
            Output = Output,
            Error = Error,
            Width = width,
            Ask = Ask,
            Connector = connector,
            DefaultCluster = defaultCluster,
            Interrupted = _interrupt.Token,
            Time = new ShiftedTime(),
            PollInterval = TimeSpan.Zero,
        });

    /// <summary>The system's time, two hours east of Greenwich wherever the tests run.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone { get; } =
            TimeZoneInfo.CreateCustomTimeZone("test", TimeSpan.FromHours(2), "test", "test");
    }
}
