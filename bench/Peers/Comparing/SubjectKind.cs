namespace Granary.Benchmarks.Peers.Comparing;

public enum SubjectKind
{
    Grains,
    Command,
    Sequential,
    SequentialOneShard,
    NumPy,
    PyTorch,
    TorchSharp,
    MatrixProduct,
}
