using System.Reflection;

namespace Granary.Formulas.Registration;

/// <summary>The implementations of all names of an enumeration, whose values count from 0.</summary>
/// <typeparam name="TName">The enumeration; each value has an <see cref="ImplementedByAttribute{T}"/>.</typeparam>
/// <typeparam name="T">What the implementations have in common.</typeparam>
internal static class Registry<TName, T>
    where TName : struct, Enum
    where T : class
{
    /// <summary>The implementations, by the names' numbers.</summary>
    public static readonly T[] All = [.. Enum.GetValues<TName>().Select(Create)];

    /// <summary>What to throw for a number that no name has.</summary>
    public static ArgumentOutOfRangeException Unknown(TName name, string parameter) =>
        new(
            parameter,
            name,
            $"There is no such {typeof(TName).Name.ToLowerInvariant()}; expected one of {string.Join(", ", Enum.GetNames<TName>())}.");

    private static T Create(TName name)
    {
        var field = typeof(TName).GetField(name.ToString())!;
        return (T)(field.GetCustomAttribute<ImplementedByAttribute>() ?? throw new InvalidOperationException(
            $"{typeof(TName).Name}.{name} has no formulas: say which ones with [ImplementedBy<...>] above it.")).Create();
    }
}
