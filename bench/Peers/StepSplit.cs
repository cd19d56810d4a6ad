namespace Granary.Benchmarks.Peers;
public static class StepSplit { public static void Run(Options options) => throw new NotSupportedException(options.ToString()); }
