namespace Granary.Benchmarks.Kernels;

public enum Product
{
    Forward,
    InputGradient,
    WeightGradient,
}
