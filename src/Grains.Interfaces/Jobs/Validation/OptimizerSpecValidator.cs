namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks an optimizer's numbers, also those that it does not use: a wrong number is a mistake wherever it stands.</summary>
internal static class OptimizerSpecValidator
{
    public static void Check(OptimizerSpec optimizer, SpecFaults faults)
    {
        faults.Unless(Enum.IsDefined(optimizer.Name), "optimizer.name", $"found the unknown optimizer {(int)optimizer.Name}");
        CheckAboveZero("optimizer.learningRate", optimizer.LearningRate, faults);
        CheckShare("optimizer.momentum", optimizer.Momentum, faults);
        CheckShare("optimizer.beta1", optimizer.Beta1, faults);
        CheckShare("optimizer.beta2", optimizer.Beta2, faults);
        CheckAboveZero("optimizer.epsilon", optimizer.Epsilon, faults);
        faults.Unless(
            optimizer.WeightDecay >= 0 && float.IsFinite(optimizer.WeightDecay),
            "optimizer.weightDecay",
            $"found {optimizer.WeightDecay}, expected a finite number of at least 0");
    }

    private static void CheckAboveZero(string key, float value, SpecFaults faults) =>
        faults.Unless(value > 0 && float.IsFinite(value), key, $"found {value}, expected a finite number above 0");

    private static void CheckShare(string key, float value, SpecFaults faults) =>
        faults.Unless(value is >= 0 and < 1, key, $"found {value}, expected a number from 0 to below 1");
}
