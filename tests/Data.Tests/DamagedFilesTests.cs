using System.Text;
using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Targets;

namespace Granary.Data.Tests;

/// <summary>
/// Valid files with random bytes changed: reading them gives rows or faults, never another exception and never no end.
/// </summary>
public class DamagedFilesTests : DataFiles
{
    private const int Files = 600;
    private const int TimeLimit = 60_000;

    private static readonly byte[] Telling = "\"\",,\r\n\n\0 .-e9;\x1F\x8B\xFF"u8.ToArray();

    private readonly Random _random = new(1);
    private int _read;
    private int _refused;

    [Fact(Timeout = TimeLimit)]
    public Task Load_DamagedCsv_ReadsOrReportsFaults() => Task.Run(() =>
    {
        var request = new DataRequest(new TableSource("")) { Labels = ["label"], Scaling = FeatureScaling.Standardize };
        LoadDamaged(CsvBytes(), path => request with { Train = new TableSource(path) });
    });

    [Fact(Timeout = TimeLimit)]
    public Task Load_DamagedGzip_ReadsOrReportsFaults() => Task.Run(() =>
    {
        LoadDamaged(Gzip(CsvBytes()), path => new DataRequest(new TableSource(path)) { Labels = ["label"] });
    });

    [Fact(Timeout = TimeLimit)]
    public Task Load_DamagedImages_ReadsOrReportsFaults() => Task.Run(() =>
    {
        var source = Idx(1, 2, 3, 4, 5);
        var request = new DataRequest(source) { Scaling = FeatureScaling.MinMax };
        LoadDamaged(File.ReadAllBytes(source.Images), path => request with { Train = source with { Images = path } });
    });

    [Fact(Timeout = TimeLimit)]
    public Task Load_DamagedLabels_ReadsOrReportsFaults() => Task.Run(() =>
    {
        var source = Idx(1, 2, 3, 4, 5);
        var request = new DataRequest(source) { Targets = TargetPreference.Values };
        LoadDamaged(File.ReadAllBytes(source.Labels), path => request with { Train = source with { Labels = path } });
    });

    [Fact(Timeout = TimeLimit)]
    public Task Load_DamagedGzipOfImages_ReadsOrReportsFaults() => Task.Run(() =>
    {
        var source = Idx(1, 2, 3, 4, 5);
        LoadDamaged(Gzip(File.ReadAllBytes(source.Images)), path => new DataRequest(source with { Images = path }));
    });

    private static byte[] CsvBytes()
    {
        var rows = Enumerable.Range(0, 12).Select(i => $"{i}.5,\"{i * 3}\",1e-{i},\"x, \"\"{i % 3}\"\"\r\n\",{-i}\r\n");
        return Encoding.UTF8.GetBytes("a,\"b\",c,label,d\r\n" + string.Concat(rows));
    }

    private void LoadDamaged(byte[] valid, Func<string, DataRequest> request)
    {
        for (var file = 0; file < Files; file++)
        {
            Load(request(Write("damaged", Damage(valid))));
        }

        // Both outcomes must occur, or the damage is too small or too great to tell anything.
        Assert.True(_read > 0 && _refused > Files / 10, $"{_read} files were read and {_refused} refused.");
    }

    private void Load(DataRequest request)
    {
        try
        {
            var data = TrainingData.Load(request);
            Assert.All(data.Train.Features.Span.ToArray(), x => Assert.True(float.IsFinite(x)));
            _read++;
        }
        catch (DataException e)
        {
            Assert.NotEmpty(e.Faults);
            _refused++;
        }
    }

    private byte[] Damage(byte[] valid)
    {
        var bytes = valid.ToList();
        for (var change = _random.Next(1, 4); change > 0; change--)
        {
            var at = _random.Next(bytes.Count);
            var value = _random.Next(2) == 0 ? (byte)_random.Next(256) : Telling[_random.Next(Telling.Length)];
            switch (_random.Next(5))
            {
                case 0:
                    bytes.Insert(at, value);
                    break;
                case 1 when bytes.Count > 1:
                    bytes.RemoveAt(at);
                    break;
                case 2 when _random.Next(4) == 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.Add(value);
                    break;
                default:
                    bytes[at] = value;
                    break;
            }
        }

        return [.. bytes];
    }
}
