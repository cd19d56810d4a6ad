using Granary.Benchmarks.Common;
using Granary.Benchmarks.Kernels;
using Granary.Numerics.Kernels;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Threads;

var options = Options.Parse(args);
var measurements = new List<Measurement>();
var peers = new List<string>();
foreach (var kernel in options.Kernels)
{
    foreach (var threads in options.Threads)
    {
        Measure(kernel, threads);
    }
}

var tiny = options.WithTiny ? options.Kernels.Select(k => TinyNetwork.Measure(k, options.Rounds)).ToList() : [];
tiny.ForEach(m => Console.WriteLine(Report.Line(m)));
if (options.Out is { } folder)
{
    new Report(options, peers, measurements, tiny).Write(folder);
}

void Measure(string kernel, int threads)
{
    // A kernel of narrower vectors is compared with OpenBLAS on 256 bits.
    using var peer = options.Python is { } python
        ? OpenBlas.Start(python, threads, kernel == "avx512" ? null : "Haswell", why => Console.Error.WriteLine($"Skipped: {why}"))
        : null;
    if (peer is not null)
    {
        peers.Add($"beside {kernel}: {peer.Description}");
    }

    var results = Rounds(MatrixKernels.Create(kernel), threads, peer);
    results.ForEach(result => Console.WriteLine(Report.Line(result)));
    measurements.AddRange(results);
}

List<Measurement> Rounds(MatrixKernel kernel, int threads, OpenBlas? peer)
{
    using var team = new ComputeTeam(threads);
    var results = options.Cases.Select(c => new Measurement(kernel.Name, threads, c, [], [])).ToList();
    var subjects = options.Cases.Select(c => new Subject(c)).ToList();
    for (var round = 0; round < options.Rounds; round++)
    {
        for (var i = 0; i < results.Count; i++)
        {
            results[i].Ours.Add(results[i].Case.Flops / subjects[i].Seconds(kernel, team, options.Slot) / 1e9);
            if (peer is not null)
            {
                results[i].Theirs.Add(results[i].Case.OpenBlasGflops(peer, options.Slot));
                // Its workers go on spinning for a while.
                Thread.Sleep(threads > 1 ? 60 : 0);
            }
        }
    }

    return results;
}
