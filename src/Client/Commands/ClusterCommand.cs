using System.CommandLine;
using System.Globalization;
using Granary.Client.Rendering;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Client.Commands;

/// <summary><c>granary cluster</c>: lists the silos of a cluster.</summary>
internal static class ClusterCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var command = new Command("cluster", "Lists the silos of a cluster and what is on them.") { json };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => ExecuteAsync(context, cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, ClusterChoice choice, bool json)
    {
        await using var cluster = await context.ConnectAsync(choice);
        var silos = await cluster.GetSilosAsync().WaitAsync(context.Interrupted);
        if (json)
        {
            foreach (var silo in silos)
            {
                context.Output.WriteLine(Json(silo));
            }
        }
        else
        {
            context.Write(Table(silos).Lines);
        }

        context.WriteNext(CommonOptions.ForSameCluster("jobs", choice));
        return ExitCodes.Done;
    }

    private static TextTable Table(IEnumerable<SiloFacts> silos)
    {
        var table = new TextTable("SILO", "NAME", "THREADS", "KERNEL", "WORKERS", "SLICES", "PARAMETERS", "MEMORY");
        foreach (var silo in silos)
        {
            table.Add(
                silo.Address,
                silo.Name,
                Text(silo.ComputeThreads),
                silo.Kernel,
                Text(silo.Workers),
                Text(silo.Slices),
                Numbers.Bytes(silo.SliceBytes),
                Numbers.Bytes(silo.MemoryBytes));
        }

        return table;
    }

    private static string Json(SiloFacts silo) => StatusJson.Write(json =>
    {
        json.WriteString("address", silo.Address);
        json.WriteString("name", silo.Name);
        json.WriteNumber("computeThreads", silo.ComputeThreads);
        json.WriteString("kernel", silo.Kernel);
        json.WriteNumber("workers", silo.Workers);
        json.WriteNumber("slices", silo.Slices);
        json.WriteNumber("sliceBytes", silo.SliceBytes);
        json.WriteNumber("memoryBytes", silo.MemoryBytes);
    });

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
