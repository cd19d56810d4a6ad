namespace Granary.Grains.Memory;

/// <summary>
/// The limits that Linux' control groups set to this process's memory, as containers and systemd units have them. A limit of any group on the
/// way up to the root holds. Source: the kernel's cgroup-v2.rst and cgroup-v1/memory.rst.
/// </summary>
internal static class ControlGroup
{
    private const string Mount = "/sys/fs/cgroup";

    /// <summary>Each limit, and what of it is free, in bytes: pages of files that the kernel would drop do not count as used.</summary>
    public static IEnumerable<(long Limit, long Free)> Limits() => Limits("/");

    /// <summary>The limits below another root than the machine's.</summary>
    internal static IEnumerable<(long Limit, long Free)> Limits(string root)
    {
        foreach (var line in (TextFile.TryRead(Path.Join(root, "/proc/self/cgroup")) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // HIERARCHY:CONTROLLERS:PATH, where version 2 names no controllers.
            var parts = line.Split(':', 3);
            if (parts is [_, "", var unified])
            {
                foreach (var limit in Walk(Path.Join(root, Mount), unified, "memory.max", "memory.current", "inactive_file "))
                {
                    yield return limit;
                }
            }
            else if (parts is [_, "memory", var path])
            {
                foreach (var limit in Walk(
                    Path.Join(root, Mount, "memory"), path, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "))
                {
                    yield return limit;
                }
            }
        }
    }

    private static IEnumerable<(long Limit, long Free)> Walk(string mount, string path, string limitFile, string usageFile, string droppable)
    {
        for (var group = path; ; group = Path.GetDirectoryName(group) ?? "/")
        {
            var folder = Path.Join(mount, group);
            if (Number(folder, limitFile) is { } limit && Number(folder, usageFile) is { } usage)
            {
                yield return (limit, limit - usage + (TextFile.Number(TextFile.TryRead(Path.Join(folder, "memory.stat")), droppable) ?? 0));
            }

            if (group is "/" or "")
            {
                yield break;
            }
        }
    }

    // "max" is no number, and no limit.
    private static long? Number(string folder, string file) =>
        long.TryParse(TextFile.TryRead(Path.Join(folder, file)), out var number) ? number : null;
}
