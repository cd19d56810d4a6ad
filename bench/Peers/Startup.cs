namespace Granary.Benchmarks.Peers;
public static class Startup { public static void Run(Options options) => throw new NotSupportedException(options.ToString()); }
