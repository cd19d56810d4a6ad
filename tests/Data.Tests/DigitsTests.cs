using Granary.Data.Scaling;
using Granary.Data.Sources;

namespace Granary.Data.Tests;

public class DigitsTests
{
    [Fact]
    public void Load_DigitsOfTheExamples_Are1797RowsOf64In10Classes()
    {
        var request = new DataRequest(new TableSource(DigitsFile.Path)) { Labels = ["digit"], Scaling = FeatureScaling.By(1 / 16f) };
        var data = TrainingData.Load(request);
        Assert.Equal((1797, 64), (data.Train.Rows, data.Train.FeatureCount));
        Assert.Equal(Enumerable.Range(0, 10).Select(d => $"{d}"), data.Train.ClassNames);
        var rowsByDigit = data.Train.Labels.ToArray().CountBy(l => l).OrderBy(count => count.Key).Select(count => count.Value);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], rowsByDigit);
        Assert.Equal(("p00", "p77"), (data.Train.FeatureNames[0], data.Train.FeatureNames[^1]));
        Assert.Equal([0f, 0, 5 / 16f, 13 / 16f], data.Train.Row(0)[..4].ToArray());
        Assert.All(data.Train.Features.Span.ToArray(), x => Assert.InRange(x, 0f, 1f));
    }
}
