using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>
/// Everybody has to do the same work before it is timed: the same first weights and mini-batches have to give the same losses.
/// </summary>
public static class LossCheck
{
    /// <summary>
    /// How far a loss may be off, as a share. Peers add up in other orders and other precisions, and each step carries the
    /// difference on; a wrong factor, loss or row is off by far more.
    /// </summary>
    public const double Tolerance = 1e-4;

    // The losses have to move, so that wrong updates cannot pass.
    private const double LeastChange = 100 * Tolerance;

    /// <exception cref="InvalidOperationException">Somebody's losses or weights differ.</exception>
    public static void Run(IEnumerable<Subject> subjects)
    {
        var trainers = subjects.OfType<TrainingSubject>().ToList();
        var (losses, hash) = trainers.Single(t => t.Kind == SubjectKind.Sequential).FirstSteps(WorkloadFolder.CheckedSteps);
        if (Math.Abs(losses[^1] - losses[0]) < LeastChange * losses[0])
        {
            throw new InvalidOperationException(
                $"The loss moves from {losses[0]} to {losses[^1]} only: too little to tell a wrong update from a right one.");
        }

        foreach (var trainer in trainers)
        {
            Check(trainer, losses, hash!);
        }
    }

    private static void Check(TrainingSubject trainer, double[] expected, string expectedHash)
    {
        var (losses, hash) = trainer.FirstSteps(expected.Length);
        if (trainer.Kind is SubjectKind.Grains or SubjectKind.Command && hash != expectedHash)
        {
            throw new InvalidOperationException(
                $"{trainer.Name}: found the weights {hash}, expected the sequential trainer's {expectedHash}.");
        }

        if (trainer.Kind == SubjectKind.Command)
        {
            // It tells no losses of single steps. The same weights have the same losses.
            trainer.LossDeviation = 0;
            return;
        }

        if (losses.Length != expected.Length)
        {
            throw new InvalidOperationException($"{trainer.Name}: found {losses.Length} losses, expected {expected.Length}.");
        }

        trainer.LossDeviation = losses.Zip(expected, (found, wanted) => Math.Abs((found / wanted) - 1)).Max();
        if (!(trainer.LossDeviation <= Tolerance))
        {
            throw new InvalidOperationException(
                $"{trainer.Name}: the first losses are off by {trainer.LossDeviation:E1}, expected at most {Tolerance:E1}: "
                + $"found [{string.Join(", ", losses)}], the sequential trainer has [{string.Join(", ", expected)}]. Nothing is timed.");
        }
    }
}
