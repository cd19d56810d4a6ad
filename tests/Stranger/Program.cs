using System.Net;
using Granary.Clustering.Addresses;
using Granary.Clustering.Doors;
using Granary.Clustering.Transport;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

// Tries to list the jobs of the cluster behind a port: "Stranger ADDRESS:PORT stock|granary|insecure DATA-DIR". Says "in" or "out".
var way = args[1];
var place = new ClusterPlace(new ClusterAddress.Local(), new DataDirectory(args[2])) { Insecure = way == "insecure" };
var host = new HostBuilder()
    .ConfigureLogging(logging => logging.ClearProviders())
    .UseOrleansClient(client =>
    {
        client.UseStaticClustering(IPEndPoint.Parse(args[0]));
        client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (ClusterDefaults.ClusterId, ClusterDefaults.ServiceId));
        if (way != "stock")
        {
            client.UseGranaryTransport(ClusterDoors.Of(place));
        }
    })
    .Build();
try
{
    var listing = Task.Run(async () =>
    {
        await host.StartAsync();
        return await host.Services.GetRequiredService<IClusterClient>().GetGrain<IClusterGrain>(0).ListJobs();
    });
    Console.WriteLine($"in: {string.Join(' ', await listing.WaitAsync(TimeSpan.FromSeconds(10)))}");
}
catch (Exception e)
{
    Console.WriteLine($"out: {e.GetType().Name}: {e.Message}");
}

// The client may still be trying.
Environment.Exit(0);
