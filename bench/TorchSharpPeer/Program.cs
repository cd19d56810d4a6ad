using System.Text.Json;
using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Peers.Serving;
using Granary.Benchmarks.TorchSharpPeer;

// Arguments: the workload's folder and the number of threads.
// TorchSharp writes what it tries to load to standard output, where answers belong.
var output = Console.Out;
Console.SetOut(TextWriter.Null);
try
{
    await using var trainer = new TorchSharpTrainer(Workload.Read(args[0]), int.Parse(args[1]));
    Console.SetOut(output);
    await Server.Run(trainer);
}
catch (Exception e) when (e is NotSupportedException or TypeInitializationException or DllNotFoundException)
{
    output.WriteLine(JsonSerializer.Serialize(new { error = $"its native library does not load ({e.GetType().Name})" }));
}
