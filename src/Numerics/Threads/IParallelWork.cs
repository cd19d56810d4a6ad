namespace Granary.Numerics.Threads;

/// <summary>Work in numbered parts that may run at the same time and in any order.</summary>
public interface IParallelWork
{
    /// <summary>Does one part.</summary>
    /// <param name="part">The part, from 0.</param>
    void Execute(int part);
}
