using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using Granary.Data;
using Granary.Models.Descriptions;
using Granary.Numerics.Datasets;
using Granary.Numerics.Networks;

namespace Granary.Grains.Caching;

/// <summary>The file of a data set that is ready for training.</summary>
/// <remarks>
/// The length of the header in 8 bytes, the header as JSON, then, each from a multiple of 64 on, the features, classes, values and weights of the training,
/// validation and test rows, little-endian as in memory; at the end the XxHash128 of all before it. It holds no more than what reading the source gives,
/// and is never repaired: what is damaged is read from the source again.
/// </remarks>
internal static class CachedTable
{
    private const int Alignment = 64;
    private const int HashLength = 16;
    private const int HashedAtOnce = 1 << 24;

    /// <summary>Writes a file.</summary>
    /// <param name="content">The file, empty.</param>
    /// <param name="data">The data.</param>
    public static void Write(Stream content, TrainingData data)
    {
        var hash = new XxHash128();
        var position = 0L;
        var header = JsonSerializer.SerializeToUtf8Bytes(HeaderOf(data));
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        Append(length);
        Append(header);
        foreach (var set in new[] { data.Train, data.Validation, data.Test }.OfType<Dataset>())
        {
            Pad();
            set.Features.ForBytes(Append);
            Pad();
            Append(MemoryMarshal.AsBytes(set.Labels));
            Pad();
            Append(MemoryMarshal.AsBytes(set.Values));
            Pad();
            Append(MemoryMarshal.AsBytes(set.Weights));
        }

        content.Write(hash.GetHashAndReset());

        void Pad() => Append(new byte[Padding(position)]);

        void Append(ReadOnlySpan<byte> bytes)
        {
            hash.Append(bytes);
            content.Write(bytes);
            position += bytes.Length;
        }
    }

    /// <summary>Opens a file. Features stay where they are; the system reads them when they are used.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static TrainingData Read(string path)
    {
        var file = new MappedFile(path);
        CheckHash(file);
        var length = BinaryPrimitives.ReadInt64LittleEndian(file.Span(0, sizeof(long)));
        var header = JsonSerializer.Deserialize<Header>(file.Span(sizeof(long), (int)length)) ?? throw new InvalidDataException("It has no header.");
        var encodings = DescriptionJson.Read(header.Description).Encodings;
        var position = sizeof(long) + length;
        var train = ReadSet(file, header.Train, encodings, ref position)!;
        var validation = ReadSet(file, header.Validation, encodings, ref position);
        var test = ReadSet(file, header.Test, encodings, ref position);
        return new TrainingData(encodings, header.Notes, train, validation, test, header.DataHash);
    }

    private static Header HeaderOf(TrainingData data) => new(
        DescriptionJson.Write(new ModelDescription(
            new NetworkShape([data.Train.FeatureCount, data.Train.Outputs], [Formulas.Activations.Activation.Identity]),
            data.Encodings,
            Provenance.None)),
        [.. data.Notes],
        data.Hash,
        HeaderOf(data.Train)!,
        HeaderOf(data.Validation),
        HeaderOf(data.Test));

    private static SetHeader? HeaderOf(Dataset? set) =>
        set is null ? null : new SetHeader(set.Rows, [.. set.FeatureNames], set.Labels.Length, set.Values.Length, set.Weights.Length);

    private static void CheckHash(MappedFile file)
    {
        var hash = new XxHash128();
        var end = file.Length - HashLength;
        for (var offset = 0L; offset < end; offset += HashedAtOnce)
        {
            hash.Append(file.Span(offset, (int)Math.Min(HashedAtOnce, end - offset)));
        }

        if (!file.Span(end, HashLength).SequenceEqual(hash.GetHashAndReset()))
        {
            throw new InvalidDataException("Its hash is not that of its content.");
        }
    }

    private static Dataset? ReadSet(MappedFile file, SetHeader? header, DataEncodings encodings, ref long position)
    {
        if (header is null)
        {
            return null;
        }

        var features = file.Floats(Next(ref position, (long)header.Rows * header.Names.Length), header.Rows * header.Names.Length);
        var labels = file.Copy<int>(Next(ref position, header.Labels), header.Labels);
        var values = file.Copy<float>(Next(ref position, header.Values), header.Values);
        var weights = file.Copy<float>(Next(ref position, header.Weights), header.Weights);
        var names = encodings.Targets.Names;
        var set = names.Kind == TargetKind.Classes
            ? Dataset.OfClasses(features, header.Names, labels, names.Names)
            : Dataset.OfValues(features, header.Names, values, names);
        return set.WithWeights(weights);
    }

    // All arrays are of numbers of 4 bytes.
    private static long Next(ref long position, long count)
    {
        var start = position + Padding(position);
        position = start + (count * sizeof(float));
        return start;
    }

    private static int Padding(long position) => (int)(-position & (Alignment - 1));

    private sealed record Header(string Description, string[] Notes, string DataHash, SetHeader Train, SetHeader? Validation, SetHeader? Test);

    private sealed record SetHeader(int Rows, string[] Names, int Labels, int Values, int Weights);
}
