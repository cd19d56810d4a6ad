namespace Granary.Grains.Widths;

/// <summary>
/// Finds on how many silos a job is trained fastest. It begins with the number that the <see cref="CostModel"/> suggests, measures spans, tries
/// other numbers for a span or two, and stays with the best.
/// </summary>
/// <remarks>
/// A trial costs time: two assignments, some spans on silos that may be much slower, data that other silos have to read first. So none is
/// made that the model, applied to what was measured, calls hopeless, nor one that the rest of the job is too short to repay. When the speed
/// of the best number has changed a lot, all others are measured anew.
/// <para>
/// It is told the time and looks at no clock. Who assigns the job asks for <see cref="Current"/> between two spans.
/// </para>
/// </remarks>
/// <param name="model">What a step costs.</param>
/// <param name="options">The numbers of silos to choose from, at least one, the smallest first.</param>
/// <param name="start">The number to begin with; null for the one that the model suggests.</param>
/// <param name="secondsToRead">What silos that have not worked for the job take to read its data.</param>
internal sealed class WidthSearch(CostModel model, IReadOnlyList<WidthOption> options, int? start, double secondsToRead)
{
    // At the beginning code is compiled and spans grow; after an assignment the first span finds cold caches.
    private const double WarmUp = 1;
    private const double FirstSpan = 1e-9;

    // More silos have to be worth it: other jobs need them too, and each is one more that may be lost. Unseen, they have to promise more.
    private const double WorthMore = 1.02;
    private const double SuggestedWorth = 1.3;

    // The model is right to a factor of two or three where both numbers are far from each other, and better where they are near.
    private const double Hopeless = 2;

    private const double TrialSteps = 4;
    private const double TrialSeconds = 1;
    private const double AssignmentSeconds = 0.2;
    private const double Repayment = 30;

    // What looks like another speed for a moment may be another program.
    private const double OtherSpeed = 2;
    private const double LookAgainAfter = 60;

    private readonly SeenSpeed[] _seen = new SeenSpeed[options.Count];
    private readonly int _suggested = Suggest(model, options);
    private int _best = start is { } silos ? Nearest(options, silos) : Suggest(model, options);
    private int _current = start is { } first ? Nearest(options, first) : Suggest(model, options);
    private int _widest = start is { } used ? Nearest(options, used) : Suggest(model, options);
    private double _warmUp = WarmUp;
    private double _sinceLook;
    private double _bestWas;

    /// <summary>The number of silos that the job is to be trained on now.</summary>
    public WidthOption Current => options[_current];

    /// <summary>The fastest number as far as it is known.</summary>
    public WidthOption Best => options[_best];

    /// <summary>The number that the model suggests.</summary>
    public WidthOption Suggested => options[_suggested];

    /// <summary>Whether <see cref="Current"/> is only tried.</summary>
    public bool IsTrying => _current != _best;

    /// <summary>The fastest of the others that were measured, and its speed as a share of that of <see cref="Best"/>; null when none was.</summary>
    public (int Silos, double Speed)? Second
    {
        get
        {
            var second = Enumerable.Range(0, options.Count).Where(o => o != _best && _seen[o].IsEnough).OrderBy(o => _seen[o].SecondsPerStep).ToArray();
            return second.Length == 0 || _seen[_best].IsNone
                ? null
                : (options[second[0]].Silos, _seen[_best].SecondsPerStep / _seen[second[0]].SecondsPerStep);
        }
    }

    /// <summary>Takes a span on <see cref="Current"/>, and decides how to go on.</summary>
    /// <param name="steps">Its steps.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="stepsLeft">How many steps the job has left.</param>
    public void Learn(long steps, TimeSpan duration, long stepsLeft)
    {
        _sinceLook += duration.TotalSeconds;
        if (_warmUp > 0)
        {
            _warmUp -= duration.TotalSeconds;
            return;
        }

        _seen[_current] = _seen[_current].With(steps, duration);
        if (!_seen[_current].IsEnough)
        {
            return;
        }

        if (IsTrying && !IsWorthIt())
        {
            GoTo(_best);
            return;
        }

        _bestWas = _best == _current ? _bestWas : 0;
        _best = _current;
        ForgetWhatHasChanged();
        if (FindTrial(stepsLeft) is { } trial)
        {
            GoTo(trial);
        }
    }

    private static int Suggest(CostModel model, IReadOnlyList<WidthOption> options)
    {
        var least = options.Min(model.Step);
        return Enumerable.Range(0, options.Count).First(o => model.Step(options[o]) <= SuggestedWorth * least);
    }

    private static int Nearest(IReadOnlyList<WidthOption> options, int silos) => Enumerable.Range(0, options.Count).MinBy(o => Math.Abs(options[o].Silos - silos));

    private bool IsWorthIt() =>
        _seen[_current].SecondsPerStep * (_current > _best ? WorthMore : 1 / WorthMore) <= _seen[_best].SecondsPerStep;

    private void GoTo(int option)
    {
        _current = option;
        _widest = Math.Max(_widest, option);
        _warmUp = FirstSpan;
    }

    private void ForgetWhatHasChanged()
    {
        var now = _seen[_best].SecondsPerStep;
        if (_bestWas > 0 && _sinceLook > LookAgainAfter && (now > OtherSpeed * _bestWas || now * OtherSpeed < _bestWas))
        {
            var seen = _seen[_best];
            Array.Clear(_seen);
            _seen[_best] = seen;
            _bestWas = 0;
        }

        if (_bestWas == 0)
        {
            _bestWas = now;
            _sinceLook = 0;
        }
    }

    // The one nobody has seen yet that promises most, of the next smaller and larger, the smallest and the largest number.
    private int? FindTrial(long stepsLeft)
    {
        var trials = new[] { _best - 1, _best + 1, 0, options.Count - 1 }
            .Where(o => o >= 0 && o < options.Count && o != _best && _seen[o].IsNone)
            .Where(o => Expected(o) < Hopeless * _seen[_best].SecondsPerStep && IsRepaid(o, stepsLeft))
            .OrderBy(Expected)
            .ToArray();
        return trials.Length > 0 ? trials[0] : null;
    }

    private double Expected(int option) => model.Step(options[option], options[_best], _seen[_best].SecondsPerStep);

    private bool IsRepaid(int option, long stepsLeft)
    {
        var cost = (2 * AssignmentSeconds) + Math.Max(TrialSeconds, TrialSteps * Expected(option)) + (option > _widest ? secondsToRead : 0);
        return stepsLeft * _seen[_best].SecondsPerStep >= Repayment * cost;
    }
}
