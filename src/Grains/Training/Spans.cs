using System.Diagnostics;
using Granary.Grains.Checkpoints;
using Granary.Grains.Generations;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Grains.Records;
using Granary.Grains.Stragglers;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Training;

/// <summary>Has the workers of a generation take a job's spans and evaluate its test rows, records what they saw, and notices slow ones.</summary>
internal sealed class Spans
{
    private readonly JobJournal _journal;
    private readonly JobSpec _spec;
    private readonly JobProgress _progress;
    private readonly int _testRows;
    private readonly BatchSchedule _schedule;
    private readonly SpanPlanner _planner;
    private readonly SlowWorkers _slow = new();
    private readonly JobWidth _width;
    private int _silos;

    /// <summary>Makes it for a job.</summary>
    /// <param name="journal">The job's record and progress.</param>
    /// <param name="width">The silos that the job is on.</param>
    public Spans(JobJournal journal, JobWidth width)
    {
        _width = width;
        _journal = journal;
        _spec = journal.Record.Spec!;
        _progress = journal.Progress!;
        var facts = journal.Record.Facts!;
        _testRows = facts.TestRows;
        _schedule = _spec.ToSchedule(facts.TrainRows);
        _planner = new SpanPlanner(_schedule, evaluates: _testRows > 0);
    }

    /// <summary>Takes the next span.</summary>
    /// <param name="generation">Whose workers take it.</param>
    /// <param name="clock">Says which step must not be passed by.</param>
    /// <returns>Why the job cannot go on; null when it can.</returns>
    /// <exception cref="DisagreementException">Two workers gave different bits.</exception>
    public async Task<string?> Run(AssignedGrains generation, CheckpointClock clock)
    {
        if (_silos != _width.InUse.Length)
        {
            _silos = _width.InUse.Length;
            _planner.Restart();
        }

        var from = _progress.Steps;
        var to = clock.Limit(from, _planner.End(from));
        var start = Stopwatch.GetTimestamp();
        var reports = await SpeculativeExecution.RunSpan(generation, from, to, _planner.Patience(to - from), _planner.Deadline(to - from));
        generation.ThrowIfDifferent();
        var duration = Stopwatch.GetElapsedTime(start);
        _planner.Learn(to - from, duration);
        _width.Learn(to - from, duration, _schedule.TotalSteps - to);
        if (_progress.Record(reports, generation.Assignment.Nodes, duration) is { } step)
        {
            return Explanations.NonFiniteLoss(step, reports, _spec);
        }

        _progress.Workers = WorkerView.Of(generation, _width.InUse, reports, duration);
        foreach (var slow in _slow.Look(_progress.Workers, duration))
        {
            _journal.Tell(JobEventKind.Slow, Explanations.Slow(slow), slow.Silo);
        }

        return null;
    }

    /// <summary>Evaluates the test rows where it is time for it.</summary>
    public async Task EvaluateIfDue(AssignedGrains generation)
    {
        if (_planner.IsEvaluationDue(_progress.Steps))
        {
            var blocks = (_testRows + EvaluationReport.BlockRows - 1) / EvaluationReport.BlockRows;
            var start = Stopwatch.GetTimestamp();
            var reports = await generation.Evaluate(blocks);
            _progress.Record(reports, _testRows, Stopwatch.GetElapsedTime(start));
        }
    }
}
