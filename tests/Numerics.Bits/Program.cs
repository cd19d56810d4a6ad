using Granary.Numerics.Bits;

// One fact a line: how wide the vectors of this process are, its kernel, and the weights that each training run ends with.
Console.WriteLine($"vectors {TrainingRuns.VectorBits}");
Console.WriteLine($"kernel {TrainingRuns.Kernel}");
foreach (var (name, hash) in TrainingRuns.Hashes())
{
    Console.WriteLine($"{name} {hash}");
}
