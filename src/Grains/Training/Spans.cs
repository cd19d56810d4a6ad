using System.Diagnostics;
using Granary.Grains.Checkpoints;
using Granary.Grains.Generations;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Grains.Records;
using Granary.Grains.Stragglers;
using Granary.Grains.Telemetry;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Training;

/// <summary>Has the workers of a generation take a job's spans and evaluate it, records what they saw, and notices slow ones.</summary>
internal sealed class Spans
{
    private readonly JobJournal _journal;
    private readonly JobSpec _spec;
    private readonly JobProgress _progress;
    private readonly JobFacts _facts;
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
        _facts = journal.Record.Facts!;
        _schedule = _spec.ToSchedule(_facts.TrainRows);
        _planner = new SpanPlanner(_schedule, evaluates: _facts is { TestRows: > 0, ValidationRows: 0 }, validates: _facts.ValidationRows > 0);
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
        using var activity = GranaryTelemetry.Source.StartActivity("span")?.AddTag(GranaryTelemetry.JobTag, _progress.JobId).AddTag("granary.steps", to - from);
        var start = Stopwatch.GetTimestamp();
        var reports = await SpeculativeExecution.RunSpan(generation, from, to, _planner.Patience(to - from), _planner.Deadline(to - from));
        generation.ThrowIfDifferent();
        var duration = Stopwatch.GetElapsedTime(start);
        _journal.Metrics.RecordSpan(to - from, duration);
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

    /// <summary>
    /// Evaluates where it is time for it: the validation rows at each epoch's end, or, where there are none, the test rows once in a while.
    /// </summary>
    public async Task EvaluateIfDue(AssignedGrains generation)
    {
        await ValidateIfDue(generation);
        if (_planner.IsEvaluationDue(_progress.Steps))
        {
            await EvaluateTest(generation);
        }
    }

    /// <summary>Evaluates the validation rows where that has not been done after the last step of an epoch.</summary>
    public async Task ValidateIfDue(AssignedGrains generation)
    {
        if (_progress.IsValidationDue)
        {
            var start = Stopwatch.GetTimestamp();
            var before = _progress.Plateau?.Rate;
            var reports = await generation.Evaluate(EvaluatedRows.Validation, Blocks(_facts.ValidationRows));
            _progress.RecordValidation(reports, Stopwatch.GetElapsedTime(start));
            if (_progress.Plateau?.Rate is { } rate && rate != before)
            {
                await generation.SetLearningRate(rate);
            }
        }
    }

    /// <summary>Evaluates the test rows.</summary>
    public async Task EvaluateTest(AssignedGrains generation)
    {
        var start = Stopwatch.GetTimestamp();
        var reports = await generation.Evaluate(EvaluatedRows.Test, Blocks(_facts.TestRows));
        _progress.RecordTest(reports, Stopwatch.GetElapsedTime(start));
    }

    private static int Blocks(int rows) => (rows + EvaluationReport.BlockRows - 1) / EvaluationReport.BlockRows;
}
