using Granary.Models.Comparison;
using Granary.Models.Descriptions;
using Granary.Numerics.Networks;

namespace Granary.Models.Tests.Comparison;

public sealed class ModelComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Samples.All), MemberType = typeof(Samples))]
    public void Compare_TrainedTwice_FindsNothing(string kind) =>
        Assert.Empty(ModelComparison.Compare(Train(kind), Train(kind)));

    [Fact]
    public void Compare_OneBitOfOneWeight_IsFoundInItsLayer()
    {
        var (model, other) = (Train("values"), Train("values"));
        ref var weight = ref other.Weights.Weights(1)[2];
        weight = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(weight) ^ 1);

        Assert.StartsWith("Layer 1: 1 of 6 parameters differ", Assert.Single(ModelComparison.Compare(model, other)));
    }

    [Fact]
    public void Compare_OtherDataNetworksOrColumns_SaysWhich()
    {
        var model = Train("values");
        var description = model.Description;
        var data = model with { Description = description with { Provenance = description.Provenance with { DataHash = "0" } } };
        var shape = new NetworkShape([description.Network.Inputs, 1], [description.Network.Layers[^1].Activation]);
        var network = new ModelContent(description with { Network = shape }, new NetworkWeights(shape));
        var columns = model with { Description = description with { Encodings = Train("several values").Description.Encodings } };

        Assert.Contains("rows are others", Assert.Single(ModelComparison.Compare(model, data)));
        Assert.Contains("The network is another one: the model has ", Assert.Single(ModelComparison.Compare(model, network)));
        Assert.Contains("columns or targets", Assert.Single(ModelComparison.Compare(model, columns)));
    }

    private ModelContent Train(string kind) => Samples.Train(kind, _folder).Model.Content;
}
