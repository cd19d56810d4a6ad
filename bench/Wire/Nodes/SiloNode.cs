using System.Net;
using Granary.Benchmarks.Wire.Exchange;
using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;
using Granary.Clustering.Doors;
using Granary.Clustering.Transport;
using Granary.Grains.Interfaces.Tensors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Benchmarks.Wire.Nodes;

/// <summary>A silo. Own slices are handed in first and directly, the other silo's through its grain, four at a time.</summary>
public sealed class SiloNode : INode
{
    private const int Window = 4;

    private readonly IHost _host;
    private readonly CurrentSlices _current;
    private readonly IWireGrain _own;
    private readonly IWireGrain _other;
    private Task<TensorBlock>[] _answers = [];

    private SiloNode(IHost host, int process)
    {
        _host = host;
        _current = host.Services.GetRequiredService<CurrentSlices>();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        _own = grains.GetGrain<IWireGrain>(process);
        _other = grains.GetGrain<IWireGrain>(1 - process);
    }

    public long? Receives => _host.Services.GetService<TransportServices>()?.Counters.Receives;

    /// <summary>Starts a silo.</summary>
    /// <param name="kind">Its transport.</param>
    /// <param name="process">0 or 1.</param>
    /// <param name="port">Process 0's port; the others are the three after it.</param>
    public static async Task<SiloNode> Start(SubjectKind kind, int process, int port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port + process, port + 2 + process, new IPEndPoint(IPAddress.Loopback, port));
            silo.Services.AddSingleton<CurrentSlices>();
            if (kind != SubjectKind.Stock)
            {
                silo.UseGranaryTransport(DoorsOf(kind), unixSockets: kind == SubjectKind.Unix);
            }
        });
        var host = builder.Build();
        await host.StartAsync();
        return new SiloNode(host, process);
    }

    public async Task Prepare(Slices slices)
    {
        var membership = _host.Services.GetRequiredService<IClusterMembershipService>();
        while (membership.CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active) < 2)
        {
            await Task.Delay(10);
        }

        _current.Slices = slices;
        _answers = new Task<TensorBlock>[slices.Workload.Slices];
        await _own.Create();
    }

    public async Task Run(int steps)
    {
        // Not on the thread that reads requests.
        await Task.Yield();
        for (var i = 0; i < steps; i++)
        {
            await Step(_current.Slices!);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static ClusterDoors DoorsOf(SubjectKind kind)
    {
        if (kind != SubjectKind.Tls)
        {
            return ClusterDoors.Open;
        }

        var door = new TlsDoor(new CertificateFolder(Environment.GetEnvironmentVariable(ClusterChoice.CertificatesVariable)!));
        return new ClusterDoors(loopback: door, beyond: door);
    }

    private async ValueTask Step(Slices slices)
    {
        for (var s = 0; s < _answers.Length; s++)
        {
            if (slices.Owned[s] is { } own)
            {
                _answers[s] = own.HandIn(slices.Gradients[s]);
            }
        }

        // Owners take turns, so what is 2 x Window further left is the oldest of a full window.
        for (var s = 0; s < _answers.Length; s++)
        {
            if (slices.Owned[s] is null)
            {
                if (s >= 2 * Window)
                {
                    await _answers[s - (2 * Window)];
                }

                _answers[s] = _other.Exchange(s, slices.Gradients[s]).AsTask();
            }
        }

        for (var s = 0; s < _answers.Length; s++)
        {
            slices.Receive(s, await _answers[s]);
        }
    }
}
