using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Targets;

namespace Granary.Data.Tests;

/// <summary>Small data files in a directory of their own, which goes with the test.</summary>
public abstract class DataFiles : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("granary-data-");

    protected string Folder => _directory.FullName;

    public void Dispose()
    {
        _directory.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    protected TableSource Csv(string text, string name = "data.csv") => new(Write(name, Encoding.UTF8.GetBytes(text)));

    /// <summary>Reads a CSV text whose label is the column "label".</summary>
    protected TrainingData Load(string csv) => TrainingData.Load(Request(csv));

    protected DataRequest Request(string csv) => Plain(Csv(csv), "label");

    /// <summary>A request for numbers and classes as they are in the source: nothing is guessed of its columns, and no number may be missing.</summary>
    protected static DataRequest Plain(DataSource source, params string[] labels) => new(source)
    {
        Labels = labels,
        Columns = new AllNumbers(labels),
        Scaling = FeatureScaling.None,
        Targets = TargetPreference.Classes,
    };

    /// <summary>Writes a pair of IDX files with images of rows x 2 x 2 whose bytes count up from 0.</summary>
    protected ArraySource Idx(params byte[] labels)
    {
        var pixels = Enumerable.Range(0, labels.Length * 4).Select(i => (byte)i).ToArray();
        return new ArraySource(
            Write("images", IdxBytes([labels.Length, 2, 2], pixels)), Write("labels", IdxBytes([labels.Length], labels)));
    }

    protected static byte[] IdxBytes(int[] dimensions, byte[] values)
    {
        var bytes = new byte[4 + (4 * dimensions.Length) + values.Length];
        bytes[2] = 0x08;
        bytes[3] = (byte)dimensions.Length;
        for (var d = 0; d < dimensions.Length; d++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + (4 * d)), dimensions[d]);
        }

        values.CopyTo(bytes, bytes.Length - values.Length);
        return bytes;
    }

    /// <summary>An IDX file of numbers that are longer than a byte.</summary>
    protected static byte[] IdxNumbers<T>(byte type, int[] dimensions, T[] values, WriteNumber<T> write)
        where T : unmanaged
    {
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        var bytes = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++)
        {
            write(bytes.AsSpan(i * size), values[i]);
        }

        var file = IdxBytes(dimensions, bytes);
        file[2] = type;
        return file;
    }

    protected delegate void WriteNumber<T>(Span<byte> destination, T value);

    protected static byte[] Gzip(byte[] content)
    {
        var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return result.ToArray();
    }

    protected static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    /// <summary>The only fault of a reading.</summary>
    protected static DataFault Fault(Action read)
    {
        var exception = Assert.Throws<DataException>(read);
        Assert.Equal(0, exception.More);
        return Assert.Single(exception.Faults);
    }

    protected static DataFault LoadFault(DataRequest request) => Fault(() => TrainingData.Load(request));

    protected DataFault CsvFault(string csv) => Fault(() => Load(csv));

    /// <summary>Asserts where a fault is and that its message holds some words.</summary>
    protected static void AssertFault(DataFault fault, string fileName, int? line, int? column, params string[] words)
    {
        Assert.Equal(fileName, Path.GetFileName(fault.File));
        Assert.Equal(line, fault.Line);
        Assert.Equal(column, fault.Column);
        Assert.All(words, word => Assert.Contains(word, fault.Message));
    }

    /// <summary>Asserts that a fault is about a whole file and that its message holds some words.</summary>
    protected static void AssertFileFault(DataFault fault, string fileName, params string[] words) =>
        AssertFault(fault, fileName, null, null, words);
}
