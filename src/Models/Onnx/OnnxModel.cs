using Google.Protobuf;
using Granary.Models.Descriptions;
using Granary.Models.Formats;
using Granary.Numerics.Networks;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>
/// Models as ONNX files: raw columns in, predictions out. A file is a function of its model, byte for byte, and its model is read again from it.
/// </summary>
/// <remarks>
/// <para>
/// Inputs. A table has one for each column, under the column's name and with the shape [rows, 1]: categories are texts, empty where one is
/// missing; numbers are float32, or float64 where they are much larger than their differences, and NaN where one is missing; yes or no is 1 or
/// 0 among the numbers; dates are int64, days since 1970-01-01 where they are written without a time, otherwise seconds, and the least int64
/// where one is missing. Arrays have one input <c>pixels</c>.
/// </para>
/// <para>
/// Outputs. For classes <c>prediction</c>, texts, and <c>probabilities</c>, one for each class; for values <c>prediction</c>, in the units of
/// the data; for several questions of yes and no <c>prediction</c>, 1 or 0, and <c>probabilities</c>. Where a column has such a name, a number
/// is added to the output's.
/// </para>
/// <para>
/// Texts are compared as they are. A category that is a number is found only as it is written in the training data, 1 but not 1.0, and a word
/// such as NA is not a missing value. Seconds are whole.
/// </para>
/// </remarks>
public static class OnnxModel
{
    private const string Producer = "granary";

    // What ONNX Runtime 1.12 of 2022 and all since can read.
    private const long IrVersion = 8;
    private const long Operators = 17;
    private const long MachineLearningOperators = 3;

    /// <summary>Writes a model.</summary>
    /// <exception cref="FormatException">An ONNX file cannot hold it; the message says why.</exception>
    public static void Write(Stream file, ModelContent model) => Write(file, model, withFeatures: false);

    /// <summary>Reads a model that <see cref="Write(Stream, ModelContent)"/> has written.</summary>
    /// <param name="file">The file, at its start.</param>
    /// <exception cref="FormatException">It holds no such model, or is damaged; the message says what is wrong.</exception>
    public static ModelContent Read(Stream file)
    {
        var proto = Parse(file);
        var json = OnnxMetadata.DescriptionOf(proto)
            ?? throw new FormatException(
                "found an ONNX file of another program, expected a model that Granary has written: there is no description of its data");
        var description = DescriptionJson.Read(json);
        var model = new ModelContent(description, new NetworkWeights(description.Network));
        foreach (var tensor in ModelTensors.Of(description.Network))
        {
            OnnxTensor.Find(proto, tensor).CopyTo(ModelTensors.BytesOf(model, tensor.Name));
        }

        WeightsCheck.Run(model);
        return model;
    }

    /// <summary>Writes a model.</summary>
    /// <param name="file">Receives it.</param>
    /// <param name="model">The model.</param>
    /// <param name="withFeatures">Whether the features of the network are an output too.</param>
    internal static void Write(Stream file, ModelContent model, bool withFeatures)
    {
        OnnxLimits.Check(model.Description.Network, model.Description.Encodings);
        ToProto(model, withFeatures).WriteTo(file);
    }

    private static ModelProto ToProto(ModelContent model, bool withFeatures) => new()
    {
        IrVersion = IrVersion,
        ProducerName = Producer,
        ProducerVersion = model.Description.Provenance.Granary,
        OpsetImport =
        {
            new OperatorSetIdProto { Domain = "", Version = Operators },
            new OperatorSetIdProto { Domain = CategoryNodes.Domain, Version = MachineLearningOperators },
        },
        Graph = ToGraph(model, withFeatures),
        MetadataProps = { OnnxMetadata.Of(model.Description) },
    };

    private static GraphProto ToGraph(ModelContent model, bool withFeatures)
    {
        var (network, encodings) = (model.Description.Network, model.Description.Encodings);
        var weights = ModelTensors.Of(network).Select(t => t.Name);
        var graph = new GraphBuilder(model.Description.Provenance.Job, InputNodes.NamesOf(encodings).Concat(weights));
        var features = new InputNodes(graph).Encode(encodings);
        new OutputNodes(graph).Read(encodings.Targets, new NetworkNodes(graph).Compute(model, features), network.Outputs);
        if (withFeatures)
        {
            graph.Output("features", features, DataType.Float, network.Inputs, "The features of the network.");
        }

        return graph.Graph;
    }

    private static ModelProto Parse(Stream file)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(file);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new FormatException($"found an ONNX file that is damaged or not whole: {e.Message}");
        }
    }
}
