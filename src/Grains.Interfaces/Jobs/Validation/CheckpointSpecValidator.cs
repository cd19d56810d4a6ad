namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks what a job says about its checkpoints.</summary>
internal static class CheckpointSpecValidator
{
    private const double FewestSeconds = 0.1;

    // Eleven days. A timer takes at most 49.
    private const double MostSeconds = 1_000_000;

    private const int MostKept = 100;

    public static void Check(CheckpointSpec checkpoint, SpecFaults faults)
    {
        faults.Unless(
            checkpoint.EverySteps is null or >= 1,
            "checkpoint.everySteps",
            $"found {checkpoint.EverySteps}, expected at least 1 step");
        faults.Unless(
            checkpoint.EverySeconds is null or (>= FewestSeconds and <= MostSeconds),
            "checkpoint.everySeconds",
            $"found {checkpoint.EverySeconds}, expected a number of seconds from {FewestSeconds} to {MostSeconds}");
        faults.Unless(
            checkpoint.Keep is >= 1 and <= MostKept,
            "checkpoint.keep",
            $"found {checkpoint.Keep}, expected a whole number from 1 to {MostKept}");
    }
}
