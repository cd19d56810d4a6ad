using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Peers.Serving;

namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>Starts everybody who takes part with one network, each in a process of its own.</summary>
/// <param name="options">Where the peers are.</param>
/// <param name="skipped">Told who is missing, why, and how to get them.</param>
public sealed class Subjects(Options options, Action<string> skipped)
{
    private const string PyTorchRemedy = "apt-get install python3-torch python3-numpy";

    private const string TorchSharpRemedy =
        "dotnet build -c Release bench/TorchSharpPeer (600 MB; its native library needs GLIBCXX_3.4.32, the C++ runtime of GCC 13)";

    private static readonly string TorchSharp = Path.Combine(
        Repository.Root, "bench", "TorchSharpPeer", "bin", "Release", "net10.0", "Granary.Benchmarks.TorchSharpPeer");

    private readonly int _cores = Environment.ProcessorCount;

    public IReadOnlyList<Subject> Start(PeerNetwork network, string folder)
    {
        var subjects = new List<Subject>
        {
            Project(SubjectKind.Grains, "grains, 8 shards", network, Server.Grains, folder),
            Project(SubjectKind.Sequential, "sequential trainer, 8 shards", network, "8", folder),
            Project(SubjectKind.SequentialOneShard, "sequential trainer, 1 shard", network, "1", folder),
        };
        if (File.Exists(CommandTrainer.Program))
        {
            subjects.Insert(1, Project(SubjectKind.Command, "granary run", network, Server.Command, folder));
        }
        else
        {
            skipped($"granary run: it is not built. {CommandTrainer.Remedy}");
        }

        subjects.AddRange(Trainers(network, folder).OfType<Subject>());
        subjects.AddRange(Products());
        return subjects;
    }

    private static TrainingSubject Project(SubjectKind kind, string name, PeerNetwork network, string server, string folder)
    {
        var command = new[] { Environment.ProcessPath!, Server.Verb, server, folder };
        var child = Child.Start(name, command, new Dictionary<string, string>(), "", why => throw new InvalidOperationException(why));
        return new TrainingSubject(kind, name, network, child!);
    }

    private IEnumerable<Subject?> Trainers(PeerNetwork network, string folder)
    {
        foreach (var (torch, blas) in ThreadSettings(network))
        {
            var settings = $"{torch} of its own, OpenBLAS {blas}";
            yield return Python(
                SubjectKind.PyTorch, $"PyTorch, threads: {settings}", network, blas, PyTorchRemedy, "pytorch.py", folder, $"{torch}");
        }

        foreach (var blas in network.IsTiny ? new[] { 1, _cores } : [])
        {
            yield return Python(
                SubjectKind.NumPy, $"NumPy, threads: OpenBLAS {blas}", network, blas, OpenBlas.Remedy, "article.py", folder);
        }

        foreach (var threads in new[] { _cores, 1 }.Take(network.IsTiny ? 2 : 1))
        {
            yield return TorchSharpPeer(network, folder, threads);
        }
    }

    // PyTorch's own second thread and OpenBLAS's get into each other's way, so either has the cores; a step may be too short for two.
    private IEnumerable<(int Torch, int Blas)> ThreadSettings(PeerNetwork network) =>
        new[] { (1, _cores), (_cores, 1), (1, 1) }.Take(network.IsTiny ? 3 : 2);

    private Subject? Python(
        SubjectKind kind, string name, PeerNetwork network, int blas, string remedy, string script, string folder, params string[] more)
    {
        string[] command = [options.Python, Path.Combine(AppContext.BaseDirectory, script), folder, .. more];
        return Trainer(kind, name, network, command, new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = $"{blas}" }, remedy);
    }

    private Subject? TorchSharpPeer(PeerNetwork network, string folder, int threads)
    {
        var name = $"TorchSharp, threads: {threads}";
        if (File.Exists(TorchSharp))
        {
            return Trainer(SubjectKind.TorchSharp, name, network, [TorchSharp, folder, $"{threads}"], [], TorchSharpRemedy);
        }

        skipped($"{name}: it is not built. {TorchSharpRemedy}");
        return null;
    }

    private Subject? Trainer(
        SubjectKind kind, string name, PeerNetwork network, string[] command, Dictionary<string, string> environment, string remedy) =>
        Child.Start(name, command, environment, remedy, skipped) is { } child
            ? new TrainingSubject(kind, name, network, child)
            : null;

    private IEnumerable<Subject> Products()
    {
        foreach (var threads in new[] { 1, _cores }.Distinct())
        {
            foreach (var size in new[] { 1024, 2048 })
            {
                if (OpenBlas.Start(options.Python, threads, core: null, skipped) is { } openBlas)
                {
                    yield return new ProductSubject($"matrix product, n = {size}, threads: OpenBLAS {threads}", threads, size, openBlas);
                }
            }
        }
    }
}
