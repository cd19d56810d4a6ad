using Google.Protobuf;
using Granary.Formulas.Activations;
using Granary.Models.Onnx;
using Granary.Numerics.Networks;
using Onnx;

namespace Granary.Models.Tests.Onnx;

public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Load_WhatWasSaved_HasTheSameWeightsAndIsSavedAsTheSameBytes(string kind)
    {
        var (model, _) = Samples.Train(kind, _folder);
        var path = Save(model);

        using var loaded = Model.Load(path);
        Assert.Equal(model.Weights.Hash, loaded.Weights.Hash);
        var (first, second) = (Path.Combine(_folder.Path, "again.onnx"), Path.Combine(_folder.Path, "again.safetensors"));
        loaded.Save(first, ModelFormat.Onnx);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(first));

        loaded.Save(second);
        using var other = Model.Load(second);
        Assert.Equal(model.Weights.Hash, other.Weights.Hash);
    }

    [Fact]
    public void Load_SomebodyElsesFile_IsRefused()
    {
        var file = Parse(Save(Samples.Train("yes or no", _folder).Model));
        file.ProducerName = "pytorch";
        file.MetadataProps.Clear();

        Assert.Contains("of another program", Refusal(file));
    }

    [Fact]
    public void Load_OtherWeights_AreRefusedByTheirHash()
    {
        var file = Parse(Save(Samples.Train("yes or no", _folder).Model));
        var tensor = file.Graph.Initializer.Single(t => t.Name == "layers.1.weight");
        var bytes = tensor.RawData.ToByteArray();
        bytes[0] ^= 1;
        tensor.RawData = ByteString.CopyFrom(bytes);

        Assert.Contains("they were changed", Refusal(file));
    }

    [Fact]
    public void Load_TensorThatIsNotThereOrAnother_IsRefused()
    {
        var file = Parse(Save(Samples.Train("yes or no", _folder).Model));
        var tensor = file.Graph.Initializer.Single(t => t.Name == "layers.0.bias");
        tensor.Dims[0] = 6;
        Assert.Contains("layers.0.bias of Float [6] with 20 bytes, expected Float [5] with 20", Refusal(file));

        tensor.Name = "bias";
        Assert.Contains("no tensor layers.0.bias", Refusal(file));
    }

    [Fact]
    public void Load_CutAtAnyByte_IsRefused()
    {
        var path = Save(Samples.Train("yes or no", _folder).Model);
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += length < 64 ? 1 : 61)
        {
            // Of what follows the graph and the description nothing is needed.
            File.WriteAllBytes(path, whole[..length]);
            var thrown = Record.Exception(() => Model.Load(path).Dispose());
            Assert.True(thrown is ModelException || length > whole.Length - 200, $"{length} bytes: {thrown}");
        }
    }

    [Fact]
    public void Load_OneBitOfAnyByteChanged_IsRefusedOrTheSameModel()
    {
        var (model, _) = Samples.Train("yes or no", _folder);
        var path = Save(model);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at += 17)
        {
            var changed = whole.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, changed);
            var thrown = Record.Exception(() => Model.Load(path).Dispose());
            Assert.True(thrown is null or ModelException, $"Byte {at}: {thrown}");
        }
    }

    [Fact]
    public void Save_MoreWeightsThanFit_IsRefused()
    {
        var encodings = Samples.Train("yes or no", _folder).Model.Description.Encodings;
        var network = new NetworkShape([11, 30_000, 20_000, 1], [Activation.Relu, Activation.Relu, Activation.Sigmoid]);

        Assert.Contains("600400001 weights", Assert.Throws<FormatException>(() => OnnxLimits.Check(network, encodings)).Message);
    }

    [Fact]
    public void Save_ColumnNamedAsWeights_IsRefused()
    {
        var (model, _) = Train("layers.0.weight");
        Assert.Contains("a column named layers.0.weight", Assert.Throws<ModelException>(() => Save(model)).Message);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.onnx"));
    }

    [Fact]
    public void Save_ColumnNamedAsAnOutput_KeepsItsName()
    {
        var (model, _) = Train("prediction");
        using var session = new OnnxSession(File.ReadAllBytes(Save(model)));

        Assert.Equal(["prediction", "city", "member", "joined", "year"], session.Session.InputNames);
        Assert.Equal(["prediction_1", "probabilities"], session.Session.OutputNames);
    }

    private Trained Train(string column) =>
        Trained.On(_folder, Trained.People(60, "bought", r => r % 4 == 1 ? "yes" : "no").Replace("age,", $"{column},"), "bought");

    private string Save(Model model)
    {
        var path = Path.Combine(_folder.Path, "model.onnx");
        model.Save(path, ModelFormat.Onnx);
        return path;
    }

    private static ModelProto Parse(string path) => ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));

    private string Refusal(ModelProto file)
    {
        var path = Path.Combine(_folder.Path, "other.onnx");
        File.WriteAllBytes(path, file.ToByteArray());
        return Assert.Throws<ModelException>(() => Model.Load(path)).Message;
    }
}
