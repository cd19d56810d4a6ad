namespace Granary.Benchmarks.Kernels;

/// <summary>What the products of one step of the tiny network take.</summary>
public sealed record TinyMeasurement(string Kernel, double Microseconds);
