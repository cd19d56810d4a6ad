namespace Granary.Benchmarks.Peers.Comparing;

public enum SubjectKind
{
    Grains,
    Sequential,
    SequentialOneShard,
    NumPy,
    PyTorch,
    TorchSharp,
    MatrixProduct,
}
