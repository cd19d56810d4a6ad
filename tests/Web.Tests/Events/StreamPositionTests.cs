using Granary.Web.Events;

namespace Granary.Web.Tests.Events;

public sealed class StreamPositionTests
{
    [Theory]
    [InlineData("digits-1:17,blobs-2:3", "digits-1", 17)]
    [InlineData("digits-1:17,blobs-2:3", "blobs-2", 3)]
    [InlineData("digits-1:17", "other-1", 0)]
    [InlineData("a:b:4", "a:b", 4)]
    [InlineData("digits-1:x,:5,,digits-1", "digits-1", 0)]
    [InlineData(null, "digits-1", 0)]
    public void Parse_AnyText_GivesWhatItSays(string? id, string job, long expected) =>
        Assert.Equal(expected, StreamPosition.Parse(id).Of(job));

    [Fact]
    public void ToString_AfterAdvance_IsReadBack()
    {
        var position = StreamPosition.Parse("b-1:2");
        position.Advance("a-1", 9);

        Assert.Equal("a-1:9,b-1:2", position.ToString());
    }
}
