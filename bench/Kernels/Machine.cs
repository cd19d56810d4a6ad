using System.Runtime.InteropServices;

namespace Granary.Benchmarks.Kernels;

/// <summary>What the figures were measured on.</summary>
public static class Machine
{
    public static string Describe()
    {
        var processor = CpuInfo("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        return $"{processor} (family {CpuInfo("cpu family")}, model {CpuInfo("model")}), {Environment.ProcessorCount} cores, "
            + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
    }

    private static string? CpuInfo(string key)
    {
        const string Path = "/proc/cpuinfo";
        return File.Exists(Path)
            ? File.ReadLines(Path).Select(line => line.Split(':', 2)).FirstOrDefault(p => p[0].Trim() == key)?[1].Trim()
            : null;
    }
}
