namespace Granary.Grains.Interfaces.Tensors;

/// <summary>Where the processes of a machine find a <see cref="SharedMemory"/>: an open file of the process that made it.</summary>
/// <param name="Process">That process.</param>
/// <param name="File">The number of the file there.</param>
/// <param name="Id">What no other memory has, so that a number that was given away again is noticed.</param>
public readonly record struct SharedMemoryName(int Process, int File, Guid Id);
