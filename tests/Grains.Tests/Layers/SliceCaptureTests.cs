using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Layers;
using Granary.Numerics.Memory;

namespace Granary.Grains.Tests.Layers;

public sealed class SliceCaptureTests : IDisposable
{
    private static readonly SliceVersion Slice = new("job-1", 7, 1, 2);

    private readonly TemporaryFolder _folder = new();
    private readonly SliceCapture _capture;

    public SliceCaptureTests() => _capture = new SliceCapture(new CheckpointStore(_folder.Path));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Begin_SliceChangesAfterwards_WritesWhatItWas()
    {
        var parameters = new AlignedBuffer(64);
        parameters.Span.Fill(3);

        await _capture.Begin(Slice, [parameters]);
        parameters.Span.Fill(4);

        var read = new AlignedBuffer(64);
        new CheckpointStore(_folder.Path).Read(Slice, await _capture.Written(7), [read]);
        Assert.Equal(3, Assert.Single(read.Span.ToArray().Distinct()));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public async Task Begin_WeightsThatAreNotFinite_AreNotWritten(float value)
    {
        var parameters = new AlignedBuffer(64);
        parameters.Span[63] = value;

        await _capture.Begin(Slice, [parameters]);

        var exception = await Assert.ThrowsAsync<CheckpointException>(() => _capture.Written(7));
        Assert.StartsWith("The checkpoint of step 7 was not written: layer 2, slice 3 has weights", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "job-1")));
    }
}
