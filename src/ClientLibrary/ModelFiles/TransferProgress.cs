namespace Granary.Client;

/// <summary>How much of a file has come.</summary>
/// <param name="Bytes">So many bytes.</param>
/// <param name="TotalBytes">Of so many.</param>
public readonly record struct TransferProgress(long Bytes, long TotalBytes);
