using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Granary.Models.Tests.Formats;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Load_WhatWasSaved_ComputesTheSameBitsAndIsSavedAsTheSameBytes(string kind)
    {
        var (model, data) = Samples.Train(kind, _folder);
        var path = Path.Combine(_folder.Path, "model.safetensors");
        model.Save(path);

        using var loaded = Model.Load(path);
        Assert.Equal(model.Weights.Hash, loaded.Weights.Hash);
        Assert.Equal(
            data.Train.Features.Span.ToArray(),
            loaded.Description.Encodings.Read(Samples.Source(kind, _folder)).Features.Span.ToArray());
        var again = Path.Combine(_folder.Path, "again.safetensors");
        loaded.Save(again);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
    }

    [Fact]
    public void Save_AnyModel_HasPyTorchsLayout()
    {
        var (model, _) = Samples.Train("three classes", _folder);
        var path = Path.Combine(_folder.Path, "model.safetensors");
        model.Save(path);

        var bytes = File.ReadAllBytes(path);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, length % 8);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        Assert.Equal(
            ["__metadata__", "layers.0.bias", "layers.0.weight", "layers.1.bias", "layers.1.weight"],
            header.RootElement.EnumerateObject().Select(e => e.Name));
        Assert.Equal(["granary"], header.RootElement.GetProperty("__metadata__").EnumerateObject().Select(e => e.Name));
        var weight = header.RootElement.GetProperty("layers.1.weight");
        Assert.Equal("F32", weight.GetProperty("dtype").GetString());
        Assert.Equal([3, 5], weight.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()));
        var begin = 8 + length + weight.GetProperty("data_offsets")[0].GetInt32();
        var weights = Enumerable.Range(0, 15).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(begin + (4 * i))));
        Assert.Equal(model.Weights.Weights(1).ToArray(), weights);
        Assert.Equal(bytes.Length, 8 + length + header.RootElement.GetProperty("layers.1.weight").GetProperty("data_offsets")[1].GetInt32());
    }

    [Fact]
    public void Load_CutAtAnyByte_IsRefused()
    {
        var (model, _) = Samples.Train("yes or no", _folder);
        var path = Path.Combine(_folder.Path, "model.safetensors");
        model.Save(path);
        var whole = File.ReadAllBytes(path);
        for (var length = 0; length < whole.Length; length += length < 64 ? 1 : 61)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Contains("model.safetensors", Assert.Throws<ModelException>(() => Model.Load(path)).Message);
        }
    }

    [Fact]
    public void Load_OneBitOfAnyByteChanged_IsRefusedOrTheSameModel()
    {
        var (model, _) = Samples.Train("yes or no", _folder);
        var path = Path.Combine(_folder.Path, "model.safetensors");
        model.Save(path);
        var whole = File.ReadAllBytes(path);
        for (var at = 0; at < whole.Length; at += 7)
        {
            var changed = whole.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            File.WriteAllBytes(path, changed);
            var thrown = Record.Exception(() => Model.Load(path).Dispose());
            Assert.True(thrown is null or ModelException, $"Byte {at}: {thrown}");
        }
    }

    [Theory]
    [InlineData("\"layers.1.bias\":{\"dtype\":\"F32\"", "\"layers.1.bias\":{\"dtype\":\"I32\"", "layers.1.bias of I32")]
    [InlineData("\"shape\":[5]", "\"shape\":[6]", "layers.0.bias of F32 [6]")]
    [InlineData("layers.0.bias", "layers.0.bios", "no tensor layers.0.bias")]
    [InlineData("\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]", "\"layers.0.bias\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,16]", "expected it to begin at 16")]
    [InlineData("granary\":\"", "grenary\":\"", "weights only")]
    [InlineData("{\\\"format\\\":1", "{\\\"format\\\":9", "found format 9")]
    public void Load_HeaderThatDoesNotFit_SaysWhat(string old, string changed, string expected)
    {
        var (model, _) = Samples.Train("yes or no", _folder);
        var path = Path.Combine(_folder.Path, "model.safetensors");
        model.Save(path);
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
        Assert.Contains(old, text);
        File.WriteAllBytes(path, Encoding.Latin1.GetBytes(text.Replace(old, changed)));

        Assert.Contains(expected, Assert.Throws<ModelException>(() => Model.Load(path)).Message);
    }

    [Fact]
    public void Load_OtherWeights_AreRefusedByTheirHash()
    {
        var (model, _) = Samples.Train("yes or no", _folder);
        var path = Path.Combine(_folder.Path, "model.safetensors");
        model.Save(path);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Contains("they were changed", Assert.Throws<ModelException>(() => Model.Load(path)).Message);
    }
}
