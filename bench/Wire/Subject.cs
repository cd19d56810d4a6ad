using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Wire.Exchange;
using Granary.Benchmarks.Wire.Nodes;
using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;

namespace Granary.Benchmarks.Wire;

/// <summary>Two processes, each pinned to a core of its own, that exchange in one of the ways.</summary>
public sealed class Subject : IDisposable
{
    private const int Ports = 4;

    // What a process that runs for long reaches by itself; in runs of seconds the first code would still be in use.
    private readonly Dictionary<string, string> _environment = new() { ["DOTNET_TieredCompilation"] = "0" };

    private readonly DirectoryInfo _certificates = Directory.CreateTempSubdirectory("granary-wire-");
    private readonly Child[] _processes;

    private Subject(SubjectKind kind)
    {
        Kind = kind;
        if (kind == SubjectKind.Tls)
        {
            new CertificateFolder(_certificates.FullName).Create(["localhost"], DateTimeOffset.UtcNow);
            _environment[ClusterChoice.CertificatesVariable] = _certificates.FullName;
        }

        var port = FreePorts();
        _processes = [StartProcess(0, port), StartProcess(1, port)];
    }

    public SubjectKind Kind { get; }

    /// <exception cref="InvalidOperationException">A process could not be started.</exception>
    public static Subject Start(SubjectKind kind) => new(kind);

    /// <summary>Makes steps; the figures are those of both processes together.</summary>
    public Sample Run(Workload workload, int steps)
    {
        var request = new NodeRequest(workload.Name, steps);
        var answers = _processes.Select(p => Task.Factory.StartNew(() => p.Ask(request), TaskCreationOptions.LongRunning))
            .ToArray()
            .Select(t => t.GetAwaiter().GetResult().Deserialize<NodeAnswer>()!)
            .ToArray();
        return new Sample(
            steps,
            answers.Max(a => a.Seconds),
            answers.Sum(a => a.CpuSeconds),
            answers.Sum(a => a.AllocatedBytes),
            answers[0].Receives + answers[1].Receives);
    }

    public void Dispose()
    {
        Array.ForEach(_processes, p => p.Dispose());
        _certificates.Delete(recursive: true);
    }

    private Child StartProcess(int process, int port) =>
        Child.Start(
            $"{Kind} {process}",
            Node.Command(Kind, process, port),
            _environment,
            "It needs taskset (apt-get install util-linux) and two cores.",
            why => throw new InvalidOperationException(why))!;

    // Four in a row that were free a moment ago.
    private static int FreePorts()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            var port = ((IPEndPoint)first.LocalEndpoint).Port;
            if (Enumerable.Range(port + 1, Ports - 1).All(IsFree))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
