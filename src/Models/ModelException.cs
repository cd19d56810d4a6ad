namespace Granary.Models;

/// <summary>A file is no model, or not one that can be used. The message says what was found and what was expected.</summary>
/// <param name="message">The message, which names the file.</param>
public sealed class ModelException(string message) : Exception(message);
