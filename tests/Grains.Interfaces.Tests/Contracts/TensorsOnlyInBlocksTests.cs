using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;

namespace Granary.Grains.Interfaces.Tests.Contracts;

/// <summary>Orleans writes collections of floats element by element, so tensors travel in blocks or not at all.</summary>
public sealed class TensorsOnlyInBlocksTests
{
    [Fact]
    public void Mentions_CollectionsOfFloats_AreFound()
    {
        Type[] collections =
        [
            typeof(float[]), typeof(float[][]), typeof(float[,]), typeof(List<float>), typeof(Memory<float>), typeof(IEnumerable<float>),
            typeof(Task<float[]>), typeof(ReadOnlyMemory<float>?), typeof(Dictionary<string, float[]>),
        ];

        Assert.All(collections, type => Assert.True(HoldsManyFloats(type), $"{type} was not recognized"));
        Assert.All([typeof(float), typeof(float?), typeof(double[]), typeof(TensorBlock)], type => Assert.False(HoldsManyFloats(type)));
    }

    [Fact]
    public void GrainInterfaces_Methods_MentionNoCollectionOfFloats()
    {
        var mentions = ContractTypes.GrainMethods
            .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType).Select(type => (Method: m, Type: type)))
            .ToArray();

        Assert.Contains(mentions, m => m.Method.DeclaringType == typeof(IBucketGrain) && m.Type == typeof(BucketGradients));
        Assert.DoesNotContain(mentions, m => HoldsManyFloats(m.Type));
    }

    [Fact]
    public void Messages_Members_MentionNoCollectionOfFloats()
    {
        var members = ContractTypes.Messages.SelectMany(ContractTypes.Members).ToArray();

        Assert.Contains(members, m => m.Type == typeof(TensorBlock));
        Assert.DoesNotContain(members, m => HoldsManyFloats(m.Type));
    }

    private static bool HoldsManyFloats(Type type) => type.IsArray
        ? type.GetElementType() == typeof(float) || HoldsManyFloats(type.GetElementType()!)
        : type.IsGenericType && Nullable.GetUnderlyingType(type) is not { IsPrimitive: true } && type.GetGenericArguments().Any(a => a == typeof(float) || HoldsManyFloats(a));
}
