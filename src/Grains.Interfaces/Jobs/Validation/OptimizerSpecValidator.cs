using Granary.Formulas.Optimizers;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks an optimizer's numbers, also those that it does not use: a wrong number is a mistake wherever it stands.</summary>
internal static class OptimizerSpecValidator
{
    public static void Check(OptimizerSpec optimizer, SpecFaults faults)
    {
        faults.Unless(Enum.IsDefined(optimizer.Name), "optimizer.name", $"found the unknown optimizer {(int)optimizer.Name}");
        Check(OptimizerSetting.LearningRate, optimizer.LearningRate, faults);
        var known = OptimizerCatalog.AllSettings;
        foreach (var number in optimizer.Numbers)
        {
            if (known.SingleOrDefault(s => s.Name == number.Name) is { } setting)
            {
                Check(setting, number.Value, faults);
            }
            else
            {
                var names = string.Join(", ", known.Select(s => s.Name));
                faults.Add("optimizer", $"found the unknown number \"{number.Name}\", expected one of {names}");
            }
        }

        foreach (var name in optimizer.Numbers.GroupBy(n => n.Name).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            faults.Add("optimizer", $"found \"{name}\" more than once, expected it once");
        }
    }

    private static void Check(OptimizerSetting setting, float value, SpecFaults faults) =>
        faults.Unless(setting.Allows(value), $"optimizer.{setting.Name}", $"found {value}, expected {setting.Expected}");
}
