using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Granary.Formulas.Activations;
using Granary.Numerics.Bits;
using Granary.Numerics.Kernels.Dispatch;

namespace Granary.Numerics.Tests.Bits;

/// <summary>
/// The same bits, whatever instructions the runtime may use: <c>Granary.Numerics.Bits</c> runs in processes of its own, since
/// a process cannot change its mind about them.
/// </summary>
public class VectorWidthTests
{
    private static readonly string[] Expected = [.. TrainingRuns.Hashes().Select(run => $"{run.Name} {run.Hash}")];

    public static TheoryData<string, int> Switches()
    {
        var switches = new TheoryData<string, int> { { "", int.MaxValue }, { "DOTNET_EnableHWIntrinsic", 0 } };
        if (X86Base.IsSupported)
        {
            switches.Add("DOTNET_EnableAVX512", 256);
            switches.Add("DOTNET_EnableAVX2", 128);
        }

        return switches;
    }

    public static TheoryData<string> Kernels => [.. MatrixKernels.Available];

    [Fact]
    public void Hashes_AllRuns_Differ()
    {
        Assert.Equal(5 * Enum.GetValues<Activation>().Length, Expected.Length);
        Assert.Equal(Expected.Length, Expected.Select(line => line.Split(' ')[1]).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void Train_VectorsSwitchedOff_SameBits(string variable, int widest)
    {
        var lines = Run(variable, "0");
        Assert.Equal($"vectors {Math.Min(TrainingRuns.VectorBits, widest)}", lines[0]);
        Assert.Equal(Expected, lines[2..]);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Train_KernelForcedByTheEnvironment_SameBits(string kernel)
    {
        var lines = Run(MatrixKernels.Variable, kernel);
        Assert.Equal($"kernel {kernel}", lines[1]);
        Assert.Equal(Expected, lines[2..]);
    }

    private static string[] Run(string variable, string value)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { typeof(TrainingRuns).Assembly.Location },
            RedirectStandardOutput = true,
        };
        if (variable != "")
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
