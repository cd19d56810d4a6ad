using System.Text.Json;
using Granary.Benchmarks.Peers.Serving;
using Granary.Benchmarks.Peers.Workloads;
using Granary.Benchmarks.TorchSharpPeer;

// Arguments: the workload's folder and the number of threads.
try
{
    await using var trainer = new TorchSharpTrainer(Workload.Read(args[0]), int.Parse(args[1]));
    await Server.Run(trainer);
}
catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException)
{
    Console.WriteLine(JsonSerializer.Serialize(new { error = $"its native library does not load ({e.GetType().Name})" }));
}
