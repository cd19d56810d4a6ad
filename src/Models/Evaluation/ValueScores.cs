namespace Granary.Models.Evaluation;

/// <summary>How well a value is predicted, in the units of the data.</summary>
/// <param name="Name">The value.</param>
/// <param name="R2">
/// 1 - (sum of squared errors) / (sum of squared distances from the mean). Where all values are the same, 1 without errors and otherwise 0.
/// </param>
/// <param name="Mae">The mean absolute error.</param>
/// <param name="Rmse">The root of the mean squared error.</param>
public sealed record ValueScores(string Name, double R2, double Mae, double Rmse);
