using Granary.Benchmarks.Common;
using Granary.Benchmarks.Kernels;
using Granary.Numerics.Kernels;
using Granary.Numerics.Threads;

var options = Options.Parse(args);
var measurements = new List<Measurement>();
var peers = new List<string>();
foreach (var kernel in options.Kernels)
{
    foreach (var threads in options.Threads)
    {
        // A kernel of 256 bits is compared with OpenBLAS of 256 bits.
        using var peer = options.Python is { } python
            ? OpenBlas.Start(python, threads, kernel == "avx512" ? null : "Haswell", Skipped)
            : null;
        if (peer is not null)
        {
            peers.Add($"beside {kernel}: {peer.Description}");
        }

        measurements.AddRange(Rounds(kernel, threads, peer));
    }
}

var tiny = (options.WithTiny ? options.Kernels : []).Select(kernel => (kernel, TinyNetwork.Microseconds(kernel, options.Rounds))).ToList();
Report.Write(options.Out, Machine.Describe(), peers, options, measurements, tiny);

static void Skipped(string why) => Console.Error.WriteLine($"Skipped: {why}");

IEnumerable<Measurement> Rounds(string name, int threads, OpenBlas? peer)
{
    var kernel = MatrixKernels.Create(name);
    using var team = new ComputeTeam(threads);
    var results = options.Cases.Select(c => new Measurement(name, threads, c, [], [])).ToList();
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

    foreach (var result in results)
    {
        Console.WriteLine(Report.Line(result));
    }

    return results;
}
