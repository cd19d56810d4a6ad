using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Models;

namespace Granary.Client.Tests.Commands;

/// <summary>Tells one answer after the other; the last one stays. Once cancelled, it is cancelled.</summary>
internal sealed class FakeCoordinator(params Func<JobStatus?>[] answers) : ICoordinatorGrain
{
    private int _asked;
    private int _askedForEvents;
    private JobStatus? _last;

    public FakeCoordinator()
        : this(Array.Empty<Func<JobStatus?>>())
    {
    }

    public FakeCoordinator(params JobStatus[] statuses)
        : this([.. statuses.Select<JobStatus, Func<JobStatus?>>(s => () => s)])
    {
    }

    public JobSpec? Submitted { get; private set; }

    public Fault[] Faults { get; init; } = [];

    public Action? BeforeSubmit { get; init; }

    public bool NeverAnswersSubmit { get; init; }

    public bool IsCancelled { get; private set; }

    /// <summary>Why the job can neither be paused nor go on; null when it can.</summary>
    public string? Refusal { get; init; }

    public bool IsPaused { get; private set; }

    /// <summary>Called when it is asked to pause; it does not answer then.</summary>
    public Action? InsteadOfPause { get; set; }

    public bool IsResumed { get; private set; }

    public long? ResumedFrom { get; private set; }

    /// <summary>All events at one question after the other; the last answer stays.</summary>
    public Func<JobEvent[]?>[] Events { get; init; } = [];

    public JobHistory? History { get; init; }

    /// <summary>Called before each answer, with the number of answers before it.</summary>
    public Action<int>? BeforeAnswer { get; set; }

    public Task<SubmitResult> Submit(JobSpec spec)
    {
        Submitted = spec;
        BeforeSubmit?.Invoke();
        if (NeverAnswersSubmit)
        {
            return new TaskCompletionSource<SubmitResult>().Task;
        }

        return Task.FromResult(new SubmitResult("digits-1", Faults));
    }

    public Task<JobStatus?> GetStatus()
    {
        BeforeAnswer?.Invoke(_asked);
        if (IsCancelled)
        {
            return Task.FromResult<JobStatus?>(_last! with { State = JobState.Cancelled });
        }

        var next = Math.Min(_asked++, answers.Length - 1);
        var answer = next < 0 ? null : answers[next]();
        _last = answer ?? _last;
        return Task.FromResult(answer);
    }

    public Task<bool> Cancel()
    {
        IsCancelled = true;
        return Task.FromResult(true);
    }

    public Task<string?> Pause()
    {
        IsPaused = Refusal is null;
        if (InsteadOfPause is not null)
        {
            InsteadOfPause();
            return new TaskCompletionSource<string?>().Task;
        }

        return Task.FromResult(Refusal);
    }

    public Task<bool> Remove() => throw new NotSupportedException("The console removes no jobs.");

    public Task GiveWay() => throw new NotSupportedException("The console asks nobody to give way.");

    public Task<string?> Resume(long? fromStep)
    {
        ResumedFrom = fromStep;
        IsResumed = Refusal is null;
        return Task.FromResult(Refusal);
    }

    public JobExtension? ExtendedBy { get; private set; }

    public Task<string?> Extend(JobExtension more)
    {
        ExtendedBy = more;
        return Task.FromResult(Refusal);
    }

    public Task<JobHistory?> GetHistory() => Task.FromResult(History);

    public Task<JobEvent[]?> GetEvents(long afterNumber)
    {
        var next = Math.Min(_askedForEvents++, Events.Length - 1);
        return Task.FromResult(next < 0 ? null : Events[next]()?.Where(e => e.Number > afterNumber).ToArray());
    }

    /// <summary>The job's model as a file has it; null when there is none.</summary>
    public byte[]? Model { get; set; }

    public Task<ModelOffer> OpenModel(long? step) =>
        Task.FromResult(Model is null ? new ModelOffer(0, "The job has no model.") : new ModelOffer(Model.Length, null));

    // In small pieces: there are always several.
    public Task<byte[]> ReadModel(long? step, long offset) => Task.FromResult(Model!.Skip((int)offset).Take(1000).ToArray());

    public Task<bool> RemoveModel()
    {
        var hadOne = Model is not null;
        Model = null;
        return Task.FromResult(hadOne);
    }

    public Task Wake() => throw new NotSupportedException();

    public Task SiloLeaves(string silo) => throw new NotSupportedException();
}
