using System.Buffers;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>
/// Finds everything that is wrong with a job as far as it can be seen without its data. The client asks it before it sends a job;
/// the cluster asks it again, because it trusts no client.
/// </summary>
public static class JobSpecValidator
{
    private const int MaxNameLength = 64;
    private const int MaxShards = 1024;
    private const int MaxWorkersPerSilo = 64;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>Checks a job.</summary>
    /// <param name="spec">The job.</param>
    /// <returns>Every fault, each with the key of the job file it is about; empty when there is none.</returns>
    public static IReadOnlyList<Fault> Validate(JobSpec spec)
    {
        var faults = new SpecFaults();
        CheckName(spec.Name, faults);
        DataSpecValidator.Check(spec.Data, faults);
        NetworkSpecValidator.Check(spec.Network, faults);
        NetworkSpecValidator.CheckLoss(spec.Network, spec.Loss, faults);
        OptimizerSpecValidator.Check(spec.Optimizer, faults);
        TrainingSpecValidator.Check(spec, faults);
        faults.Unless(
            spec.From is null || Path.IsPathRooted(spec.From.Path), "from", $"found '{spec.From?.Path}', expected an absolute path of a model file");
        CheckLength(spec, faults);
        CheckShards(spec.Shards, faults);
        faults.Unless(
            spec.WorkersPerSilo is >= 1 and <= MaxWorkersPerSilo,
            "workersPerSilo",
            $"found {spec.WorkersPerSilo}, expected a whole number from 1 to {MaxWorkersPerSilo}");
        faults.Unless(spec.Silos is null or >= 1, "silos", $"found {spec.Silos}, expected at least 1");
        CheckpointSpecValidator.Check(spec.Checkpoint, faults);
        faults.Unless(Enum.IsDefined(spec.Wire), "wire", $"found the unknown wire {(int)spec.Wire}");
        return faults.Found;
    }

    private static void CheckName(string name, SpecFaults faults)
    {
        const string Expected = "expected 1 to 64 letters (a-z, A-Z), digits, '-', '_' or '.'";
        if (name.Length is 0 or > MaxNameLength)
        {
            faults.Add("name", $"found {name.Length} characters, {Expected}");
            return;
        }

        var wrong = name.AsSpan().IndexOfAnyExcept(NameCharacters);
        if (wrong >= 0)
        {
            faults.Add("name", $"found {Quoted(name[wrong])} in the name, {Expected}");
        }
    }

    private static string Quoted(char c) => char.IsControl(c) ? $"the character U+{(int)c:X4}" : $"'{c}'";

    private static void CheckLength(JobSpec spec, SpecFaults faults)
    {
        faults.Unless(spec.BatchSize >= 1, "batchSize", $"found {spec.BatchSize}, expected at least 1 row");
        faults.Unless(spec.Epochs is null or >= 1, "epochs", $"found {spec.Epochs}, expected at least 1");
        faults.Unless(spec.Steps is null or >= 1, "steps", $"found {spec.Steps}, expected at least 1");
        faults.Unless(
            spec.Epochs is not null || spec.Steps is not null,
            "epochs",
            "found neither 'epochs' nor 'steps', expected one of them or both, to say when the job ends");
    }

    private static void CheckShards(int shards, SpecFaults faults) =>
        faults.Unless(
            shards is >= 1 and <= MaxShards && int.IsPow2(shards),
            "shards",
            $"found {shards}, expected a power of two from 1 to {MaxShards}");
}
