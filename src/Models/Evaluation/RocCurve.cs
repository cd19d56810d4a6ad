namespace Granary.Models.Evaluation;

/// <summary>
/// The area under the receiver operating characteristic: the probability that a row of yes gets a higher score than one of no, equal scores
/// counting half.
/// </summary>
/// <remarks>Source: scikit-learn's roc_auc_score; computed from the ranks (Mann and Whitney 1947).</remarks>
public sealed class RocCurve
{
    private readonly List<float> _yes = [];
    private readonly List<float> _no = [];

    /// <summary>Adds a row.</summary>
    /// <param name="score">Its score.</param>
    /// <param name="isYes">What it is.</param>
    public void Add(float score, bool isYes) => (isYes ? _yes : _no).Add(score);

    /// <summary>The area; null where all rows are of one kind.</summary>
    public double? Area()
    {
        if (_yes.Count == 0 || _no.Count == 0)
        {
            return null;
        }

        var (yes, no) = (_yes.Order().ToArray(), _no.Order().ToArray());
        var (below, notAbove, twice) = (0, 0, 0L);
        foreach (var score in yes)
        {
            while (below < no.Length && no[below] < score)
            {
                below++;
            }

            while (notAbove < no.Length && no[notAbove] <= score)
            {
                notAbove++;
            }

            twice += below + (long)notAbove;
        }

        return twice / (2.0 * yes.Length * no.Length);
    }
}
