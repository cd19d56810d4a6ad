using Granary.Grains.Admission;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Grains.Records;
using Granary.Grains.Widths;

namespace Granary.Grains.Generations;

/// <summary>
/// The silos that a job is on, of those that there are: as many as it asks for, or as a <see cref="WidthSearch"/> finds to be fastest, which starts
/// anew when silos come or go.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="journal">Its record.</param>
internal sealed class JobWidth(string jobId, JobJournal journal)
{
    // What a silo reads of a table, or decompresses, in a second.
    private const double BytesReadPerSecond = 100e6;

    private readonly JobSpec _spec = journal.Record.Spec!;
    private readonly SiloChoice _choice = new(jobId, journal.Record.Spec!, journal.Record.Coordinator!);
    private readonly CostModel _model = ModelOf(journal.Record.Spec!);
    private Dictionary<int, SiloCapacity[]> _choices = [];
    private SiloCapacity[] _silos = [];
    private string? _home;
    private WidthSearch? _search;

    /// <summary>The silos that the job is on.</summary>
    public SiloCapacity[] InUse { get; private set; } = [];

    /// <summary>Whether the job is to be assigned to another number of silos.</summary>
    public bool IsToChange => _search is not null && _search.Current.Silos != InUse.Length;

    /// <summary>Why the job does not fit on any silos; null when it does.</summary>
    /// <param name="silos">The silos that there are, at least one.</param>
    public string? FindLack(SiloCapacity[] silos) => _choice.FindLack(silos, journal.Record.Cut, default);

    /// <summary>Chooses the silos of the next assignment.</summary>
    /// <param name="silos">The silos that there are, at least one.</param>
    /// <param name="home">The one on which it is best alone, so that jobs that start at the same time spread; null for any.</param>
    /// <param name="isTakenOver">Whether the job is on those of the assignment before, and moves from there.</param>
    public void Choose(SiloCapacity[] silos, string? home, bool isTakenOver)
    {
        _home = home;
        InUse = isTakenOver ? InUse : [];
        var areOthers = !silos.Select(s => s.Address).SequenceEqual(_silos.Select(s => s.Address));
        _silos = silos;
        if (areOthers || _search is null || !isTakenOver)
        {
            _choices = Choices();
            _search = _spec.Silos is null ? new WidthSearch(_model, Options(), Start(), SecondsToRead()) : null;
        }

        InUse = _choices[_search?.Current.Silos ?? _choices.Keys.Single()];
    }

    /// <summary>Takes a span of the last assignment.</summary>
    /// <param name="steps">Its steps.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="stepsLeft">How many steps the job has left.</param>
    public void Learn(long steps, TimeSpan duration, long stepsLeft)
    {
        if (_search is null || IsToChange)
        {
            return;
        }

        var wasTrying = _search.IsTrying;
        _search.Learn(steps, duration, stepsLeft);
        if (wasTrying && !_search.IsTrying && !IsToChange)
        {
            Tell();
        }
    }

    /// <summary>Tells on how many silos the job is, where that or the reason is another one than before.</summary>
    public void Tell()
    {
        var facts = journal.Progress!.Facts!;
        if (Explanation is var told && told == facts.Width)
        {
            return;
        }

        journal.Progress.Facts = facts with { Width = told };
        if (told is not null)
        {
            journal.Tell(JobEventKind.Width, $"{told}.");
        }
    }

    // Null where there is one silo only and the job asks for no more.
    private string? Explanation => _spec.Silos is { } asked
        ? _silos.Length > 1 || asked > 1 ? WidthText.Asked(asked, _silos.Length) : null
        : _silos.Length > 1 ? WidthText.Found(_search!, Options(), _silos.Length) : null;

    private static CostModel ModelOf(JobSpec spec) => new(spec.Network.ToShape(), spec.BatchSize, spec.Wire == WireName.Bfloat16 ? 2 : 4);

    // What was measured once still holds for some other silos; what was never compared does not.
    private int? Start() => _search?.Second is null ? null : _search.Best.Silos;

    private Dictionary<int, SiloCapacity[]> Choices()
    {
        string[] inUse = [.. InUse.Select(s => s.Address)];
        int[] numbers = _spec.Silos is { } asked ? [Math.Min(asked, _silos.Length)] : [.. SiloChoice.Numbers(_silos.Length)];
        var choices = numbers
            .Select(n => (Number: n, Silos: _choice.Choose(_silos, n, inUse, _home, journal.Record.Cut, default)))
            .Where(c => c.Silos is not null)
            .ToDictionary(c => c.Number, c => c.Silos!);

        // What it moves from takes memory that it gives back.
        return choices.Count > 0 ? choices : new() { [numbers[^1]] = [.. _silos.Take(numbers[^1])] };
    }

    private WidthOption[] Options() =>
        [.. _choices.OrderBy(c => c.Key).Select(c => new WidthOption(c.Key, SiloCapacity.ThreadsOf(c.Value.Take(_spec.Shards))))];

    private double SecondsToRead()
    {
        var facts = journal.Record.Facts!;
        return DataMemory.BytesOf(facts.TrainRows + facts.TestRows, _spec.Network.Dimensions[0]) / BytesReadPerSecond;
    }
}
