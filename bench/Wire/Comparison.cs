using Granary.Benchmarks.Wire.Exchange;

namespace Granary.Benchmarks.Wire;

/// <summary>All subjects in turn, round after round.</summary>
public sealed class Comparison(Options options)
{
    // Also how long a subject warms up.
    private const double ProbeSeconds = 0.3;

    public IReadOnlyList<Result> Run()
    {
        var subjects = new List<Subject>();
        try
        {
            subjects.AddRange(options.Subjects.Select(Subject.Start));
            return [.. options.Workloads.SelectMany(w => Run(w, subjects))];
        }
        finally
        {
            subjects.ForEach(s => s.Dispose());
        }
    }

    private IEnumerable<Result> Run(Workload workload, List<Subject> subjects)
    {
        var results = subjects.Select(s => new Result(workload, s.Kind, [])).ToList();
        var steps = subjects.Select(s => WarmUp(s, workload)).ToList();
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < subjects.Count; i++)
            {
                results[i].Samples.Add(subjects[i].Run(workload, steps[i]));
            }
        }

        results.ForEach(r => Console.WriteLine(Report.Line(r, results)));
        return results;
    }

    /// <summary>Finds how many steps fill a subject's time.</summary>
    private int WarmUp(Subject subject, Workload workload)
    {
        // Neither process may begin before the other is ready.
        subject.Run(workload, 0);
        var sample = subject.Run(workload, 10);
        sample = subject.Run(workload, Steps(sample, ProbeSeconds));
        return Steps(sample, options.Seconds);
    }

    private static int Steps(Sample sample, double seconds) => Math.Max(10, (int)(sample.StepsPerSecond * seconds));
}
