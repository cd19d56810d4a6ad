using Granary.Models;
using Microsoft.ML.OnnxRuntime;

namespace Granary.Benchmarks.Predict;

/// <summary>ONNX Runtime on the file that the model is written to. It reads the rows where they are.</summary>
internal sealed class OnnxRuntimeSubject : ISubject
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _batches;
    private readonly float[] _outputs;
    private readonly string[] _inputNames;

    public OnnxRuntimeSubject(Model model, float[] rows, int batchRows, int threads)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.onnx");
        try
        {
            model.Save(path, ModelFormat.Onnx);
            using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
            _session = new InferenceSession(path, options);
        }
        finally
        {
            File.Delete(path);
        }

        var inputs = model.Description.Network.Inputs;
        _inputNames = [.. _session.InputNames];
        _outputs = new float[batchRows * model.Description.Network.Outputs];
        _batches = [.. Enumerable.Range(0, rows.Length / inputs / batchRows).Select(b => OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, rows.AsMemory(b * batchRows * inputs, batchRows * inputs), [batchRows, inputs]))];
    }

    public ReadOnlySpan<float> Run(int batch)
    {
        using var results = _session.Run(_options, _inputNames, [_batches[batch]], ["probabilities"]);
        results[0].GetTensorDataAsSpan<float>().CopyTo(_outputs);
        return _outputs;
    }

    public void Dispose()
    {
        Array.ForEach(_batches, batch => batch.Dispose());
        _options.Dispose();
        _session.Dispose();
    }
}
