namespace Granary.Models;

/// <summary>The formats in which models are written.</summary>
public enum ModelFormat
{
    /// <summary>Granary's own: tensors as PyTorch has them, and the description as JSON among the metadata.</summary>
    Safetensors,

    /// <summary>The weights alone, for NumPy.</summary>
    Npz,

    /// <summary>For every ONNX runtime: raw columns in, predictions out.</summary>
    Onnx,
}
