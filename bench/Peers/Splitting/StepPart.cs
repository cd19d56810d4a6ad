namespace Granary.Benchmarks.Peers.Splitting;

/// <summary>The parts of a step, in their order.</summary>
public enum StepPart
{
    Load,
    Forward,
    Loss,
    Gradient,
    Backward,
    Update,
}
