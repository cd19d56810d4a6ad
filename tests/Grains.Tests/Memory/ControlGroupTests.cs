using Granary.Grains.Memory;

namespace Granary.Grains.Tests.Memory;

/// <summary>The limits that containers and units set, read from files as the kernel writes them.</summary>
public sealed class ControlGroupTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Limits_Version2_TakesEveryGroupUpToTheRoot()
    {
        Write("proc/self/cgroup", "0::/system.slice/granary.service\n");
        Write("sys/fs/cgroup/system.slice/granary.service/memory.max", "max\n");
        Write("sys/fs/cgroup/system.slice/granary.service/memory.current", "300\n");
        Write("sys/fs/cgroup/system.slice/memory.max", "1000\n");
        Write("sys/fs/cgroup/system.slice/memory.current", "700\n");
        Write("sys/fs/cgroup/system.slice/memory.stat", "anon 500\nfile 200\ninactive_file 150\n");

        Assert.Equal([(1000L, 450L)], ControlGroup.Limits(_root.Path));
    }

    [Fact]
    public void Limits_Version2InAContainer_IsAtTheRoot()
    {
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/memory.max", "2147483648\n");
        Write("sys/fs/cgroup/memory.current", "1048576\n");

        Assert.Equal([(2147483648L, 2146435072L)], ControlGroup.Limits(_root.Path));
    }

    [Fact]
    public void Limits_Version1_ReadsTheMemoryController()
    {
        Write("proc/self/cgroup", "11:cpu,cpuacct:/docker/abc\n5:memory:/docker/abc\n");
        Write("sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "4096\n");
        Write("sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", "1024\n");
        Write("sys/fs/cgroup/memory/docker/abc/memory.stat", "cache 900\ntotal_inactive_file 24\n");

        Assert.Equal([(4096L, 3096L)], ControlGroup.Limits(_root.Path));
    }

    [Fact]
    public void Limits_NoGroups_AreNone() => Assert.Empty(ControlGroup.Limits(_root.Path));

    [Fact]
    public void Parse_Meminfo_GivesBytes() => Assert.Equal(
        (24_000_000L * 1024, 21_000_000L * 1024),
        Meminfo.Parse("MemTotal:       24000000 kB\nMemFree:         1000000 kB\nMemAvailable:   21000000 kB\n"));

    [Fact]
    public void Look_ThisMachine_HasSomeMemoryFree()
    {
        var memory = MachineMemory.Look();

        Assert.InRange(memory.Free, 1, memory.Limit);
        Assert.True(memory.HostFree >= memory.Free || memory.HostFree > 0, $"{memory}");
    }

    private void Write(string path, string text)
    {
        var file = Path.Combine(_root.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
