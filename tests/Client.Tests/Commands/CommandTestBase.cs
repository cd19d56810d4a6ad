using System.Text.Json;
using Granary.Client.Commands;
using Granary.Client.Connections;
using Granary.Client.Tests.JobFiles;

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

    protected void Interrupt() => _interrupt.Cancel();

    protected string WriteJob(string text) => _folder.Write("job.json", text);

    protected Task<int> RunAsync(string commandLine) => RunAsync(commandLine, Cluster, null);

    internal Task<int> RunAsync(string commandLine, IClusterConnector connector, string? defaultCluster) =>
        GranaryConsole.RunAsync(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries), new ConsoleContext
        {
            Output = Output,
            Error = Error,
            Width = 80,
            Connector = connector,
            DefaultCluster = defaultCluster,
            Interrupted = _interrupt.Token,
            PollInterval = TimeSpan.Zero,
        });
}
