using System.Diagnostics;
using Granary.Benchmarks.Common;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Threads;

namespace Granary.Benchmarks.Kernels;

/// <summary>
/// All products of one step of 64-15-10 with a batch of 16 in 8 shards, where calls cost as much as arithmetic.
/// </summary>
public static class TinyNetwork
{
    private static readonly Case[] Cases =
    [
        new("", Product.Forward, 16, 64, 15, 1),
        new("", Product.Forward, 16, 15, 10, 1),
        new("", Product.WeightGradient, 16, 15, 10, 8),
        new("", Product.InputGradient, 16, 15, 10, 1),
        new("", Product.WeightGradient, 16, 64, 15, 8),
    ];

    /// <summary>Times a step's products on one thread: the median of some rounds of 20,000 steps.</summary>
    public static TinyMeasurement Measure(string name, int rounds)
    {
        const int Steps = 20_000;
        var kernel = MatrixKernels.Create(name);
        using var team = new ComputeTeam(1);
        var subjects = Cases.Select(c => new Subject(c)).ToArray();
        var times = new List<double>();
        for (var round = -2; round < rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var step = 0; step < Steps; step++)
            {
                foreach (var subject in subjects)
                {
                    subject.Run(kernel, team);
                }
            }

            if (round >= 0)
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps);
            }
        }

        return new TinyMeasurement(name, Statistics.Median(times));
    }
}
