using System.Globalization;

namespace Granary.Benchmarks.Common;

/// <summary>The options of a program, each <c>--name value</c> or <c>--flag</c>.</summary>
public sealed class OptionSet
{
    private readonly Dictionary<string, Action<string>> _options = [];
    private readonly Dictionary<string, Action> _flags = [];

    /// <summary>An option without a value.</summary>
    public OptionSet Flag(string name, Action set)
    {
        _flags[name] = set;
        return this;
    }

    /// <summary>An option with any value.</summary>
    public OptionSet Text(string name, Action<string> set)
    {
        _options[name] = set;
        return this;
    }

    /// <summary>An option with a whole number from 1.</summary>
    public OptionSet Count(string name, Action<int> set) => Text(name, value => set(Count(name, value)));

    /// <summary>An option with whole numbers from 1, separated by commas.</summary>
    public OptionSet Counts(string name, Action<IReadOnlyList<int>> set) =>
        Text(name, value => set([.. value.Split(',').Select(v => Count(name, v))]));

    /// <summary>An option with a number above 0.</summary>
    public OptionSet Number(string name, Action<double> set) => Text(name, value => set(
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{name}: found '{value}', expected a number above 0.")));

    /// <summary>An option with one name of several, whatever its case.</summary>
    public OptionSet One<T>(string name, IReadOnlyList<T> all, Func<T, string> nameOf, Action<T> set) =>
        Text(name, value => set(Find(name, value, "one", all, nameOf)));

    /// <summary>An option with some names of several, separated by commas; what they name is given in the order of all.</summary>
    public OptionSet Some<T>(string name, IReadOnlyList<T> all, Func<T, string> nameOf, Action<IReadOnlyList<T>> set) =>
        Text(name, value =>
        {
            var named = value.Split(',').Select(v => Find(name, v, "some", all, nameOf)).ToHashSet();
            set([.. all.Where(named.Contains)]);
        });

    /// <summary>Sets what a command line says.</summary>
    /// <exception cref="ArgumentException">An option is unknown, or its value is missing or wrong.</exception>
    public void Parse(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            if (_flags.TryGetValue(name, out var flag))
            {
                flag();
            }
            else if (_options.TryGetValue(name, out var set))
            {
                set(++i < args.Length ? args[i] : throw new ArgumentException($"{name} needs a value."));
            }
            else
            {
                throw new ArgumentException($"Unknown option {name}: choose {string.Join(", ", _options.Keys.Concat(_flags.Keys))}.");
            }
        }
    }

    private static int Count(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new ArgumentException($"{name}: found '{value}', expected a whole number above 0.");

    private static T Find<T>(string option, string name, string howMany, IReadOnlyList<T> all, Func<T, string> nameOf)
    {
        foreach (var item in all)
        {
            if (string.Equals(nameOf(item), name, StringComparison.OrdinalIgnoreCase))
            {
                return item;
            }
        }

        throw new ArgumentException($"{option}: found '{name}', expected {howMany} of {string.Join(',', all.Select(nameOf))}.");
    }
}
