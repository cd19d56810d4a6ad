namespace Granary.Grains.Memory;

/// <summary>Linux' <c>/proc/meminfo</c>: what a machine has, and what programs may take without others being swapped out.</summary>
internal static class Meminfo
{
    private const long Kibi = 1024;

    /// <summary>All memory and what is available of it, in bytes; null where there is no such file.</summary>
    public static (long Total, long Available)? Read() => Parse(TextFile.TryRead("/proc/meminfo"));

    internal static (long Total, long Available)? Parse(string? text) =>
        (TextFile.Number(text, "MemTotal:"), TextFile.Number(text, "MemAvailable:")) is ({ } total, { } available)
            ? (total * Kibi, available * Kibi)
            : null;
}
