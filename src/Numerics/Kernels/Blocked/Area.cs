namespace Granary.Numerics.Kernels.Blocked;

/// <summary>Where a tile lies in a matrix.</summary>
/// <param name="Row">Its first row.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Column">Its first column.</param>
/// <param name="Width">Number of columns.</param>
internal readonly record struct Area(int Row, int Rows, int Column, int Width);
