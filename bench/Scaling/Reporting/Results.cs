using System.Text.Json.Serialization;
using Granary.Benchmarks.Common;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Scaling.Reporting;

/// <summary>All that was measured, each part with what it was measured on.</summary>
public sealed class Results
{
    public Measured<HashesResult>? Hashes { get; set; }

    public Measured<SpeedResult>? Speed { get; set; }

    public Measured<WidthResult>? Widths { get; set; }

    public Measured<PriceResult>? Prices { get; set; }

    public Measured<QueueResult>? Queue { get; set; }

    public Measured<BytesResult>? Bytes { get; set; }

    public Measured<CheckResult>? Check { get; set; }
}

/// <summary>A part's results.</summary>
/// <param name="About">When, where, and of which commit.</param>
/// <param name="Results">The results.</param>
public sealed record Measured<T>(string About, IReadOnlyList<T> Results);

/// <summary>The weights that one job ends with in different clusters.</summary>
/// <param name="Network">The network.</param>
/// <param name="Steps">Steps of the job.</param>
/// <param name="Wire">The wire's numbers.</param>
/// <param name="Hashes">The hash for each cluster, by its silos' threads, and the sequential trainer's.</param>
public sealed record HashesResult(string Network, int Steps, string Wire, Dictionary<string, string> Hashes)
{
    public const string Sequential = "sequential trainer";

    [JsonIgnore]
    public int Distinct => Hashes.Values.Distinct().Count();
}

/// <summary>Steps a second with one network.</summary>
/// <param name="Network">The network.</param>
/// <param name="BatchSize">Rows of a mini-batch.</param>
/// <param name="StepsPerSecond">Each subject's in each round.</param>
/// <param name="Workers">What the two silos' workers did in their last span.</param>
/// <param name="Skipped">Who is missing and why.</param>
public sealed record SpeedResult(
    string Network, int BatchSize, Dictionary<string, List<double>> StepsPerSecond, WorkerShare[] Workers, string[] Skipped)
{
    public const string TwoSilos = "2 silos, a core each";
    public const string TwoSendingSilos = "2 silos, a core each, no shared memory";
    public const string OneSilo = "1 silo, a core";

    /// <summary>The setting of DDP with the best median; null when there is none.</summary>
    [JsonIgnore]
    public string? BestDdp => StepsPerSecond.Where(s => s.Key is not (TwoSilos or TwoSendingSilos or OneSilo))
        .MaxBy(s => Statistics.Median(s.Value)).Key;

    /// <summary>The two silos against somebody, round by round.</summary>
    public double[] RatiosTo(string subject) => [.. StepsPerSecond[TwoSilos].Zip(StepsPerSecond[subject], (ours, theirs) => ours / theirs)];
}

/// <summary>Steps a second of jobs on a cluster of two silos, by how many of them they are on.</summary>
/// <param name="Network">The network.</param>
/// <param name="BatchSize">Rows of a mini-batch.</param>
/// <param name="StepsPerSecond">Of each number of silos in each round.</param>
/// <param name="Told">What the job told of the number that it found, in each round.</param>
public sealed record WidthResult(string Network, int BatchSize, Dictionary<string, List<double>> StepsPerSecond, string[] Told)
{
    public const string Found = "found";
    public const string OneOfTwo = "1 of 2 silos";
    public const string TwoOfTwo = "2 of 2 silos";
    public const string OneAlone = "1 silo alone";

    /// <summary>The number found against the stated one with the best median, round by round.</summary>
    [JsonIgnore]
    public double[] RatiosToBest => RatiosTo(new[] { OneOfTwo, TwoOfTwo }.MaxBy(s => Statistics.Median(StepsPerSecond[s]))!);

    /// <summary>The number found against another, round by round.</summary>
    public double[] RatiosTo(string other) => [.. StepsPerSecond[Found].Zip(StepsPerSecond[other], (found, fixedOne) => found / fixedOne)];
}

/// <summary>Steps a second with a feature and without, in turn.</summary>
/// <param name="Network">The network.</param>
/// <param name="BatchSize">Rows of a mini-batch.</param>
/// <param name="Silos">How many silos, of a core each.</param>
/// <param name="Feature">What the one has and the other has not.</param>
/// <param name="With">Steps a second with it, in each round.</param>
/// <param name="Without">Steps a second without.</param>
public sealed record PriceResult(string Network, int BatchSize, int Silos, string Feature, List<double> With, List<double> Without)
{
    /// <summary>How much longer a step takes with it, round by round, as a part of a step without.</summary>
    [JsonIgnore]
    public double[] Prices => [.. Without.Zip(With, (without, with) => (without / with) - 1)];
}

/// <summary>Many jobs that are submitted at once.</summary>
/// <param name="Silos">How many silos, of a core each.</param>
/// <param name="Jobs">How many jobs.</param>
/// <param name="Alone">Seconds from the submission to the end of one that is alone.</param>
/// <param name="Seconds">Seconds from the first submission to the last one's end.</param>
public sealed record QueueResult(int Silos, int Jobs, List<double> Alone, double Seconds)
{
    /// <summary>Against the time that the jobs take one after the other on each silo.</summary>
    [JsonIgnore]
    public double Ratio => Seconds * Silos / (Jobs * Statistics.Median(Alone));
}

/// <summary>What a worker did.</summary>
/// <param name="StepMicroseconds">Mean time of a step.</param>
/// <param name="WaitingMicroseconds">How much of it was waiting for weights.</param>
public sealed record WorkerShare(double StepMicroseconds, double WaitingMicroseconds)
{
    /// <summary>The share of a worker as a job's status tells it.</summary>
    public static WorkerShare Of(WorkerStatus status) => new(status.StepTime.TotalMicroseconds, status.WaitingTime.TotalMicroseconds);
}

/// <summary>What silos send each other.</summary>
/// <param name="Network">The network.</param>
/// <param name="Silos">How many silos.</param>
/// <param name="Wire">The wire's numbers.</param>
/// <param name="Parameters">The network's parameters.</param>
/// <param name="Steps">Over how many steps.</param>
/// <param name="BytesPerStep">Each silo's.</param>
/// <param name="SpansPerStep">Messages from the coordinator to each silo in a step, once spans have their full length.</param>
public sealed record BytesResult(
    string Network, int Silos, string Wire, long Parameters, int Steps, double[] BytesPerStep, double SpansPerStep)
{
    /// <summary>What each node of a ring all-reduce, or of an evenly spread parameter server, sends in float32.</summary>
    [JsonIgnore]
    public double Bound => 2.0 * (Silos - 1) / Silos * Parameters * sizeof(float);

    [JsonIgnore]
    public double MeanToBound => BytesPerStep.Average() / Bound;

    [JsonIgnore]
    public double LargestToBound => BytesPerStep.Max() / Bound;
}

/// <summary>The transport's count beside the system's.</summary>
/// <param name="Network">The network.</param>
/// <param name="Counted">Bytes a step that the silos' transports count, all silos together.</param>
/// <param name="Loopback">Bytes a step that passed the loopback device, without packet headers and idle traffic.</param>
public sealed record CheckResult(string Network, double Counted, double Loopback);
