using Granary.Data;
using Granary.Data.Columns;
using Granary.Data.Encodings;
using Granary.Models;

namespace Granary.Web.Predictions;

/// <summary>A model that predicts for requests.</summary>
/// <param name="job">The job that trained it.</param>
/// <param name="version">The number of the job within its series.</param>
/// <param name="model">The model.</param>
internal sealed class ServedModel(string job, string version, Model model)
{
    /// <summary>The one input of a model of arrays.</summary>
    public const string Pixels = "pixels";

    private readonly Dictionary<string, ColumnEncoding> _columns = model.Description.Encodings.Columns.ToDictionary(c => c.Column);

    /// <summary>The job that trained it.</summary>
    public string Job => job;

    /// <summary>The number of the job within its series.</summary>
    public string Version => version;

    /// <summary>The model.</summary>
    public Model Model => model;

    /// <summary>The hash of its weights.</summary>
    public string WeightsHash { get; } = model.WeightsHash;

    /// <summary>Whether rows are values of columns; otherwise they are numbers, as many as a picture has pixels.</summary>
    public bool IsTable => Encodings.Layout.IsTable;

    /// <summary>The columns of a row, in the order of the features.</summary>
    public IReadOnlyList<ColumnEncoding> Columns => Encodings.Columns;

    private DataEncodings Encodings => model.Description.Encodings;

    /// <summary>Whether a column holds texts of which none is more than another.</summary>
    public bool IsCategory(string column) => _columns.TryGetValue(column, out var found) && found.Plan.Type == ColumnType.Category;
}
