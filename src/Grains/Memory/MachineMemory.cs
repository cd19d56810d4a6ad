using Granary.Grains.Interfaces.Silos;

namespace Granary.Grains.Memory;

/// <summary>The memory of this machine, as far as this process may use it: its container's limit and its heap's count too.</summary>
internal static class MachineMemory
{
    /// <summary>Looks.</summary>
    public static SiloMemory Look()
    {
        var heap = GC.GetGCMemoryInfo();
        var machine = Meminfo.Read() ?? (heap.TotalAvailableMemoryBytes, Math.Max(0, heap.TotalAvailableMemoryBytes - heap.MemoryLoadBytes));
        (long Limit, long Free)[] limits =
        [
            machine,
            (heap.TotalAvailableMemoryBytes, heap.TotalAvailableMemoryBytes - GC.GetTotalMemory(forceFullCollection: false)),
            .. ControlGroup.Limits(),
        ];
        return new SiloMemory(limits.Min(l => l.Limit), Math.Max(0, limits.Min(l => l.Free)), HostName(), machine.Item2);
    }

    // Containers of one machine have names of their own; what they share is the kernel that was started.
    private static string HostName() => TextFile.TryRead("/proc/sys/kernel/random/boot_id")?.Trim() ?? Environment.MachineName;
}
