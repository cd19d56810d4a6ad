namespace Granary.Models.Evaluation;

/// <summary>How well one class is told from the others. What is undefined is 0.</summary>
/// <remarks>Source: scikit-learn's classification_report.</remarks>
/// <param name="Name">The class.</param>
/// <param name="Precision">The share of the rows predicted as the class that are of it.</param>
/// <param name="Recall">The share of the rows of the class that are predicted as such.</param>
/// <param name="F1">The harmonic mean of both.</param>
/// <param name="Support">Rows of the class.</param>
public sealed record ClassScores(string Name, double Precision, double Recall, double F1, long Support)
{
    /// <summary>Counts rows into scores.</summary>
    /// <param name="name">The class.</param>
    /// <param name="right">Rows of the class that are predicted as such.</param>
    /// <param name="predicted">Rows that are predicted as the class.</param>
    /// <param name="support">Rows of the class.</param>
    public static ClassScores Of(string name, long right, long predicted, long support)
    {
        var precision = Ratio(right, predicted);
        var recall = Ratio(right, support);
        return new ClassScores(name, precision, recall, Ratio(2 * right, predicted + support), support);
    }

    /// <summary>The plain mean over classes.</summary>
    public static ClassScores Macro(IReadOnlyList<ClassScores> classes) => new(
        "macro mean", classes.Average(c => c.Precision), classes.Average(c => c.Recall), classes.Average(c => c.F1), classes.Sum(c => c.Support));

    /// <summary>The mean over classes, each weighted by its support.</summary>
    public static ClassScores Weighted(IReadOnlyList<ClassScores> classes)
    {
        var rows = classes.Sum(c => c.Support);
        return new ClassScores(
            "weighted mean",
            classes.Sum(c => c.Precision * c.Support) / rows,
            classes.Sum(c => c.Recall * c.Support) / rows,
            classes.Sum(c => c.F1 * c.Support) / rows,
            rows);
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
