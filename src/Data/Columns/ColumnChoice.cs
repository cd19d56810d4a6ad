using Granary.Data.Faults;
using Granary.Data.Scaling;
using Granary.Data.Tables;
using Granary.Data.Values;

namespace Granary.Data.Columns;

/// <summary>Decides how the columns of a training source are used: as it is given, otherwise by what they hold.</summary>
/// <remarks>
/// All rows of the source count, held-out ones too: a type is no number that could tell of them. A column is left out where nothing can be
/// learned from it: all its values are the same, or nearly all texts differ, or it numbers the rows.
/// </remarks>
internal sealed class ColumnChoice
{
    // Texts of which fewer than two rows are alike, on average, are names and remarks.
    private const double MostDifferent = 0.5;

    private readonly Table _table;
    private readonly IReadOnlyDictionary<string, ColumnOptions> _given;
    private readonly FeatureScaling _scaling;
    private readonly bool _areListed;
    private readonly FaultList _faults;
    private readonly List<ColumnPlan> _plans = [];
    private readonly List<TableColumn> _columns = [];
    private readonly List<IgnoredColumn> _ignored = [];
    private readonly List<string> _notes = [];

    private ColumnChoice(Table table, IReadOnlyDictionary<string, ColumnOptions> given, FeatureScaling scaling, bool areListed, FaultList faults)
    {
        _table = table;
        _given = given;
        _scaling = scaling;
        _areListed = areListed;
        _faults = faults;
    }

    /// <summary>The columns that are used.</summary>
    public IReadOnlyList<ColumnPlan> Plans => _plans;

    /// <summary>The columns of the table that <see cref="Plans"/> are about.</summary>
    public IReadOnlyList<TableColumn> Columns => _columns;

    /// <summary>The columns that are not.</summary>
    public IReadOnlyList<IgnoredColumn> Ignored => _ignored;

    /// <summary>What a user should know about the others.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Decides about all columns.</summary>
    /// <param name="table">The training source.</param>
    /// <param name="given">What is given of its columns, by their names.</param>
    /// <param name="scaling">How numbers are scaled where nothing else is given.</param>
    /// <param name="areListed">Whether the job lists the columns to be used: none is left out then.</param>
    /// <param name="faults">Receives columns that are not what they are said to be.</param>
    public static ColumnChoice Of(
        Table table, IReadOnlyDictionary<string, ColumnOptions> given, FeatureScaling scaling, bool areListed, FaultList faults)
    {
        var choice = new ColumnChoice(table, given, scaling, areListed, faults);
        choice.Decide();
        return choice;
    }

    private void Decide()
    {
        foreach (var column in _table.Columns)
        {
            var options = _given.GetValueOrDefault(column.Name, ColumnOptions.None);
            if (WhyIgnored(column, options) is { } reason)
            {
                _ignored.Add(new IgnoredColumn(column.Name, reason));
                continue;
            }

            _columns.Add(column);
            _plans.Add(column is NumberColumn number ? PlanOf(number, options) : PlanOf((TextColumn)column, options));
        }

        if (_plans.Count == 0)
        {
            var reasons = string.Join("; ", _ignored.Select(i => $"{FaultText.Quote(i.Name)} {i.Reason}"));
            _faults.Add(_table.File, $"No column is left to learn from: {reasons}. Give a column a type under \"columns\" to have it used.");
        }
    }

    private string? WhyIgnored(TableColumn column, ColumnOptions options) => options.Type is not null || _areListed
        ? null
        : column is NumberColumn number ? WhyIgnored(number, options) : WhyIgnored((TextColumn)column);

    private string? WhyIgnored(NumberColumn column, ColumnOptions options)
    {
        // With a factor, or none, numbers are taken as they are.
        if (!(options.Scaling ?? _scaling).IsMeasured)
        {
            return null;
        }

        if (column.IsConstant())
        {
            return "is the same in each row";
        }

        return NamesAnId(column.Name) && NumbersRows(column) ? "is a number of its own in each row" : null;
    }

    private bool NumbersRows(NumberColumn column)
    {
        var numbers = new double[_table.Rows];
        column.CopyTo(numbers, _table.AllRows());
        return Array.TrueForAll(numbers, double.IsInteger) && numbers.Distinct().Count() == numbers.Length;
    }

    private string? WhyIgnored(TextColumn column)
    {
        if (column.HasTooManyTexts)
        {
            return $"has more than {ColumnReading.MostCategories} different texts";
        }

        var present = column.Texts.Count(t => t.Length > 0);
        if (column.Texts.Count < 2)
        {
            return present == 0 ? "is empty" : "is the same in each row";
        }

        var isText = TypeOf([.. column.Texts.Where(t => t.Length > 0)]) == ColumnType.Category;
        return isText && present > MostDifferent * _table.Rows ? $"has {present} different texts in {_table.Rows} rows" : null;
    }

    private ColumnPlan PlanOf(NumberColumn column, ColumnOptions options) => new(
        column.Name,
        ColumnType.Number,
        new ColumnReading(true, column.Shift, options.Missing == MissingPolicy.Refuse, int.MaxValue),
        options.Scaling ?? _scaling,
        options,
        null);

    private ColumnPlan PlanOf(TextColumn column, ColumnOptions options)
    {
        string[] present = [.. column.Texts.Where(t => t.Length > 0)];
        var type = options.Type ?? TypeOf(present);
        var format = type == ColumnType.Date ? options.DateFormat ?? ChooseFormat(column, present) : null;
        if (type == ColumnType.Category && column.HasTooManyTexts)
        {
            _faults.Add(_table.File, null, column.Column,
                $"Column {FaultText.Quote(column.Name)} has more than {ColumnReading.MostCategories} categories: have it ignored.");
        }

        var measured = _scaling.Kind == FeatureScalingKind.MinMax ? FeatureScaling.MinMax : FeatureScaling.Standardize;
        var own = type switch
        {
            ColumnType.Number => _scaling,
            ColumnType.Date => measured,
            _ => FeatureScaling.None,
        };
        return new ColumnPlan(column.Name, type, ColumnReading.AnyText, options.Scaling ?? own, options, format);
    }

    private string ChooseFormat(TextColumn column, string[] present)
    {
        var formats = DateFormats.Of(present);
        if (formats.Length == 0)
        {
            _faults.Add(_table.File, null, column.Column, $"The dates of {FaultText.Quote(column.Name)} are not written in one known form: "
                + "give their \"format\" under \"columns\", for example \"dd.MM.yyyy\".");
            return DateFormats.All[0];
        }

        if (DateFormats.Describe(column.Name, formats) is { } note)
        {
            _notes.Add(note);
        }

        return formats[0];
    }

    private ColumnType TypeOf(string[] present)
    {
        if (present.Length > 1 && BooleanWords.ArePair(present))
        {
            return ColumnType.Boolean;
        }

        if (present.Length > 0 && Array.TrueForAll(present, t => _table.Numbers.TryParse(t, out _)))
        {
            return ColumnType.Number;
        }

        return present.Length > 1 && DateFormats.Of(present).Length > 0 ? ColumnType.Date : ColumnType.Category;
    }

    // Its first or last word: customer_id, PassengerId, userID, ID. pandas reads a column without a name as Unnamed: 0, and writes it so.
    private static bool NamesAnId(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("id_", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("_id", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal)
        || name is [.., not (>= 'A' and <= 'Z'), 'I', 'D']
        || name.EndsWith(" id", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("Unnamed: ", StringComparison.Ordinal);
}
