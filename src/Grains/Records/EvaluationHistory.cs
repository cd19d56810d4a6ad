using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Records;

/// <summary>A job's evaluations as a bounded number: when they grow too many, every second one is forgotten, and so are those to come.</summary>
internal sealed class EvaluationHistory
{
    private const int Most = 1000;

    private readonly List<Evaluation> _kept = [];
    private long _every = 1;
    private long _seen;

    public void Add(Evaluation evaluation)
    {
        if (_seen++ % _every == 0)
        {
            _kept.Add(evaluation);
        }

        if (_kept.Count > Most)
        {
            // The first one stays, and of the others every second.
            var left = _kept.Where((_, i) => i % 2 == 0).ToArray();
            _kept.Clear();
            _kept.AddRange(left);
            _every *= 2;
        }
    }

    public Evaluation[] ToArray() => [.. _kept];

    public EvaluationsSnapshot Snapshot() => new([.. _kept], _every, _seen);

    public void Restore(EvaluationsSnapshot? snapshot)
    {
        _kept.Clear();
        _kept.AddRange(snapshot?.Kept ?? []);
        (_every, _seen) = (snapshot?.Every ?? 1, snapshot?.Seen ?? 0);
    }
}

/// <summary>Evaluations.</summary>
/// <param name="Kept">Those that are kept.</param>
/// <param name="Every">Of how many one is kept.</param>
/// <param name="Seen">How many there were.</param>
[GenerateSerializer, Immutable, Alias("granary.EvaluationsSnapshot")]
internal sealed record EvaluationsSnapshot([property: Id(0)] Evaluation[] Kept, [property: Id(1)] long Every, [property: Id(2)] long Seen);
