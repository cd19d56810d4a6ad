using System.Runtime.InteropServices;

namespace Granary.Benchmarks.Common;

/// <summary>What the figures were measured on.</summary>
public static class Machine
{
    /// <summary>A name for folders, for example <c>amd-epyc-family26-model2-2cores</c>.</summary>
    public static string Name
    {
        get
        {
            var text = $"{Processor} family{CpuInfo("cpu family")} model{CpuInfo("model")} {Environment.ProcessorCount}cores";
            var words = text.ToLowerInvariant().Split([.. text.ToLowerInvariant().Where(c => !char.IsAsciiLetterOrDigit(c))]);
            return string.Join('-', words.Where(w => w.Length > 0));
        }
    }

    /// <summary>The most memory this process has had resident, in bytes; null where the system does not tell.</summary>
    public static long? PeakBytes =>
        Value("/proc/self/status", "VmHWM") is { } text ? 1024 * long.Parse(text.Split(' ')[0]) : null;

    private static string Processor => CpuInfo("model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    public static string Describe() =>
        $"{Processor} (family {CpuInfo("cpu family")}, model {CpuInfo("model")}), {Environment.ProcessorCount} cores, "
        + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    private static string? CpuInfo(string key) => Value("/proc/cpuinfo", key);

    private static string? Value(string path, string key) => File.Exists(path)
        ? File.ReadLines(path).Select(line => line.Split(':', 2)).FirstOrDefault(p => p[0].Trim() == key)?[1].Trim()
        : null;
}
