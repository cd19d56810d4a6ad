using System.Globalization;

namespace Granary.Grains.Memory;

/// <summary>The cores of this machine, those included that this process may not use.</summary>
internal static class MachineCores
{
    /// <summary>How many there are.</summary>
    public static int Count { get; } = Parse(TextFile.TryRead("/sys/devices/system/cpu/online")) ?? Environment.ProcessorCount;

    /// <summary>Counts cores as the kernel lists them.</summary>
    /// <param name="list">For example <c>0-3,6</c>; null when it cannot be read.</param>
    /// <returns>Null when it is no such list.</returns>
    public static int? Parse(string? list)
    {
        var count = 0;
        foreach (var range in (list ?? "").Trim().Split(','))
        {
            var ends = range.Split('-');
            if (ends.Length > 2 || !TryParse(ends[0], out var first) || !TryParse(ends[^1], out var last) || last < first)
            {
                return null;
            }

            count += last - first + 1;
        }

        return count;
    }

    private static bool TryParse(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
