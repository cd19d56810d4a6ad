using Granary.Formulas.Optimizers;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>The names that a job file gives to activations, losses, optimizers, initializers, scalings, encodings and wires.</summary>
public static class JobFileNames
{
    /// <summary>The name of a value, for example <c>leakyRelu</c> or <c>adamw</c>; the number of an unknown value.</summary>
    /// <typeparam name="T">One of the enumerations beside this class.</typeparam>
    /// <param name="value">The value.</param>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return name switch
        {
            // Written in one piece by everybody who uses them.
            nameof(OptimizerKind.AdamW) => "adamw",
            nameof(ScalingName.MinMax) => "minmax",
            _ => char.ToLowerInvariant(name[0]) + name[1..],
        };
    }

    /// <summary>The names of all values, in the order of their declaration.</summary>
    /// <typeparam name="T">One of the enumerations beside this class.</typeparam>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>Finds the value of a name, spelled exactly.</summary>
    /// <typeparam name="T">One of the enumerations beside this class.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="value">The value, or the first one when there is none of this name.</param>
    /// <returns>False when there is none of this name.</returns>
    public static bool TryParse<T>(string name, out T value)
        where T : struct, Enum
    {
        value = Enum.GetValues<T>().FirstOrDefault(v => Of(v) == name);
        return Of(value) == name;
    }
}
