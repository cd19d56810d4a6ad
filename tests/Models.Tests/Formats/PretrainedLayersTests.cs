using System.Buffers.Binary;
using System.Text;
using Granary.Formulas.Activations;
using Granary.Numerics.Layers;
using Granary.Numerics.Networks;

namespace Granary.Models.Tests.Formats;

public sealed class PretrainedLayersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ModelFormat.Safetensors)]
    [InlineData(ModelFormat.Onnx)]
    public void Load_AModel_HasItsLayersAndFeatures(ModelFormat format)
    {
        var (model, data) = Samples.Train("three classes", _folder);
        var path = Path.Combine(_folder.Path, "model");
        model.Save(path, format);

        var layers = PretrainedLayers.Load(path);

        Assert.Equal(data.Train.FeatureNames, layers.Features);
        var fitting = layers.For(model.Description.Network);
        for (var l = 0; l < 2; l++)
        {
            var (inputs, outputs) = (model.Description.Network.Layers[l].Inputs, model.Description.Network.Layers[l].Outputs);
            var parameters = new float[(inputs * outputs) + outputs];
            fitting[l]!.CopyTo(new SliceShape(l, 0, 0, outputs, inputs), parameters);
            Assert.Equal([.. model.Weights.Weights(l), .. model.Weights.Biases(l)], parameters);
        }
    }

    [Fact]
    public void CopyTo_ASlice_TakesItsNeurons()
    {
        var layer = new LayerWeights(2, [1, 2, 3, 4, 5, 6], [7, 8, 9]);
        var parameters = new float[6];

        layer.CopyTo(new SliceShape(0, 1, 1, 2, 2), parameters);

        Assert.Equal([3, 4, 5, 6, 8, 9], parameters);
    }

    [Fact]
    public void Load_PyTorchsSequential_OrdersItsLayersByNumber()
    {
        var path = Write(
            "{\"10.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"10.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]},"
            + "\"2.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]},\"2.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[20,44]}}",
            11);

        var layers = PretrainedLayers.Load(path);

        Assert.Null(layers.Features);
        Assert.Equal([(3, 2), (2, 1)], layers.Layers.Select(l => (l.Inputs, l.Outputs)));
        var network = new NetworkShape([3, 2, 4, 1], [Activation.Relu, Activation.Relu, Activation.Identity]);
        Assert.Equal([true, false, false], layers.For(network).Select(l => l is not null));
        var first = new float[8];
        layers.Layers[0].CopyTo(new SliceShape(0, 0, 0, 2, 3), first);
        Assert.Equal([5, 6, 7, 8, 9, 10, 3, 4], first);
    }

    [Theory]
    [InlineData("{\"a.weight\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", "expected float32 (F32)")]
    [InlineData("{\"a.weight\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "expected two dimensions")]
    [InlineData("{\"a.weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}}", "and a tensor a.bias")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "found no tensor named ....weight")]
    public void Load_WhatIsNoLinearLayer_IsRefused(string header, string message)
    {
        var path = Write(header, 1);

        Assert.Contains(message, Assert.Throws<ModelException>(() => PretrainedLayers.Load(path)).Message, StringComparison.Ordinal);
    }

    private string Write(string header, int numbers)
    {
        var path = Path.Combine(_folder.Path, "weights.safetensors");
        var bytes = new byte[8 + header.Length + (4 * numbers)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        Encoding.ASCII.GetBytes(header).CopyTo(bytes, 8);
        for (var i = 0; i < numbers; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + header.Length + (4 * i)), i);
        }

        File.WriteAllBytes(path, bytes);
        return path;
    }
}
