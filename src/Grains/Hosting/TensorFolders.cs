namespace Granary.Grains.Hosting;

/// <summary>The directories in which silos keep tensors, as absolute paths; the same for all silos of a cluster.</summary>
/// <param name="Checkpoints">That of the checkpoints.</param>
/// <param name="Models">That of the models of completed jobs.</param>
public sealed record TensorFolders(string Checkpoints, string Models);
