using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Granary.Models.Tests.Onnx;

/// <summary>ONNX Runtime with one file.</summary>
public sealed class OnnxSession : IDisposable
{
    private readonly RunOptions _options = new();

    public OnnxSession(byte[] file, bool isOptimized = true)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            GraphOptimizationLevel = isOptimized ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        Session = new InferenceSession(file, options);
    }

    public InferenceSession Session { get; }

    public Type TypeOf(string input) => Session.InputMetadata[input].ElementType;

    /// <summary>Runs it.</summary>
    /// <param name="inputs">For each input its elements, row after row.</param>
    /// <param name="rows">Number of rows.</param>
    /// <returns>For each output its elements, row after row.</returns>
    public Dictionary<string, Array> Run(IReadOnlyDictionary<string, Array> inputs, int rows)
    {
        string[] names = [.. inputs.Keys];
        OrtValue[] values = [.. names.Select(n => ToValue(inputs[n], rows))];
        using var outputs = Session.Run(_options, names, values, Session.OutputNames);
        foreach (var value in values)
        {
            value.Dispose();
        }

        return Session.OutputNames.Zip(outputs, (name, value) => (name, elements: ToArray(value))).ToDictionary(p => p.name, p => p.elements);
    }

    public void Dispose()
    {
        Session.Dispose();
        _options.Dispose();
    }

    private static OrtValue ToValue(Array elements, int rows)
    {
        long[] shape = [rows, elements.Length / rows];
        return elements switch
        {
            float[] floats => OrtValue.CreateTensorValueFromMemory(floats, shape),
            double[] doubles => OrtValue.CreateTensorValueFromMemory(doubles, shape),
            long[] longs => OrtValue.CreateTensorValueFromMemory(longs, shape),
            _ => OrtValue.CreateFromStringTensor(new DenseTensor<string>((string[])elements, [(int)shape[0], (int)shape[1]])),
        };
    }

    private static Array ToArray(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.String => value.GetStringTensorAsArray(),
        TensorElementType.Int64 => value.GetTensorDataAsSpan<long>().ToArray(),
        _ => value.GetTensorDataAsSpan<float>().ToArray(),
    };
}
