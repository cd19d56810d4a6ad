using System.Globalization;
using Onnx;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Granary.Models.Onnx;

/// <summary>A graph that grows node by node. Values are known by their names, which it chooses where nobody outside needs them.</summary>
internal sealed class GraphBuilder
{
    private const string Rows = "N";

    private readonly HashSet<string> _names;
    private readonly Dictionary<string, int> _numbers = [];
    private readonly Dictionary<TensorProto, string> _constants = [];

    /// <summary>Starts a graph.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="reserved">Names that are not to be chosen.</param>
    public GraphBuilder(string name, IEnumerable<string> reserved) => (Graph, _names) = (new GraphProto { Name = name }, [.. reserved]);

    /// <summary>What was made so far.</summary>
    public GraphProto Graph { get; }

    /// <summary>Adds an input of a row for each row of data.</summary>
    /// <param name="name">Its name, one of those that were reserved.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="columns">How many a row has.</param>
    /// <param name="words">What a reader should know of it.</param>
    public string Input(string name, DataType type, int columns, string words)
    {
        Graph.Input.Add(Describe(name, type, columns, words));
        return name;
    }

    /// <summary>Gives a value out.</summary>
    /// <param name="name">The name of the output; a number is added where an input has this name.</param>
    /// <param name="value">The value.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="columns">How many a row has; null for one alone, without a dimension for it.</param>
    /// <param name="words">What a reader should know of it.</param>
    public void Output(string name, string value, DataType type, int? columns, string words)
    {
        var output = ChooseName(name);
        Add(new NodeProto { OpType = "Identity" }, [value], output);
        Graph.Output.Add(Describe(output, type, columns, words));
    }

    /// <summary>Adds a node.</summary>
    /// <param name="operation">What it does to its inputs.</param>
    /// <param name="inputs">The inputs.</param>
    /// <returns>Its output.</returns>
    public string Node(string operation, params IReadOnlyList<string> inputs) => Node(new NodeProto { OpType = operation }, inputs);

    /// <summary>Adds a node.</summary>
    /// <param name="node">What it does to its inputs, with its attributes.</param>
    /// <param name="inputs">The inputs.</param>
    /// <returns>Its output.</returns>
    public string Node(NodeProto node, params IReadOnlyList<string> inputs)
    {
        var output = ChooseName(node.OpType.ToLowerInvariant());
        Add(node, inputs, output);
        return output;
    }

    /// <summary>Has the elements of a value be of another type.</summary>
    public string Cast(string value, DataType type) =>
        Node(new NodeProto { OpType = "Cast", Attribute = { Attributes.Of("to", (long)type) } }, value);

    /// <summary>Puts the columns of values side by side.</summary>
    public string Concat(IReadOnlyList<string> values) => values.Count == 1
        ? values[0]
        : Node(new NodeProto { OpType = "Concat", Attribute = { Attributes.Of("axis", 1) } }, values);

    /// <summary>Chooses columns of a value.</summary>
    public string Choose(string value, ReadOnlySpan<long> columns) =>
        Node(new NodeProto { OpType = "Gather", Attribute = { Attributes.Of("axis", 1) } }, value, List(columns));

    /// <summary>Makes a list of a value that has one column.</summary>
    public string Flatten(string value) => Node("Squeeze", value, List(1));

    /// <summary>Adds a constant, unless the same is there.</summary>
    public string Constant(TensorProto tensor)
    {
        if (!_constants.TryGetValue(tensor, out var name))
        {
            name = ChooseName("constant");
            _constants.Add(tensor.Clone(), name);
            Constant(name, tensor);
        }

        return name;
    }

    /// <summary>Adds a constant under a name that was reserved.</summary>
    public void Constant(string name, TensorProto tensor)
    {
        tensor.Name = name;
        Graph.Initializer.Add(tensor);
    }

    /// <summary>Adds a row of numbers.</summary>
    public string Row(ReadOnlySpan<float> numbers) => Constant(TensorProtos.Of(DataType.Float, numbers, 1, numbers.Length));

    /// <summary>Adds a row of numbers.</summary>
    public string Row(ReadOnlySpan<double> numbers) => Constant(TensorProtos.Of(DataType.Double, numbers, 1, numbers.Length));

    /// <summary>Adds whole numbers, in one dimension.</summary>
    public string List(params ReadOnlySpan<long> numbers) => Constant(TensorProtos.Of(DataType.Int64, numbers, numbers.Length));

    private static ValueInfoProto Describe(string name, DataType type, int? columns, string words)
    {
        var shape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dimension { DimParam = Rows } } };
        if (columns is { } count)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = count });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor }, DocString = words };
    }

    private void Add(NodeProto node, IReadOnlyList<string> inputs, string output)
    {
        node.Name = output;
        node.Input.Add(inputs);
        node.Output.Add(output);
        Graph.Node.Add(node);
    }

    private string ChooseName(string wanted)
    {
        var name = wanted;
        var number = _numbers.GetValueOrDefault(wanted);
        while (!_names.Add(name))
        {
            number++;
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{number}");
        }

        _numbers[wanted] = number;
        return name;
    }
}
