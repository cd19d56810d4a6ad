using System.Text;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.JobFiles;

namespace Granary.Client.Tests.Commands;

public sealed class InitCommandTests : CommandTestBase
{
    private const string People =
        "id;age;sex;joined;note;class\n"
        + "A1;1,5;f;1.2.2024;x;yes\n"
        + "A2;;m;15.2.2024;x;no\n"
        + "A3;3;f;3.3.2024;x;yes\n"
        + "A4;4,25;m;4.4.2024;x;no\n"
        + "A5;5;m;5.5.2024;x;no\n";

    private string JobPath => Path.Combine(Folder, "job.json");

    [Fact]
    public async Task Init_Table_WritesAJobFileWithAllThatWasGuessed()
    {
        Assert.Equal(0, await InitAsync(People));

        var spec = Read();
        Assert.Equal("people", spec.Name);
        Assert.Equal(Path.Combine(Folder, "people.csv"), spec.Data.Train.Csv);
        Assert.Equal(["class"], spec.Data.Labels);
        Assert.Equal(new CsvSpec { Separator = ";", DecimalMark = "," }, spec.Data.Csv);
        Assert.Equal(
            [("age", ColumnTypeName.Number), ("sex", ColumnTypeName.Category), ("joined", ColumnTypeName.Date), ("id", ColumnTypeName.Ignore), ("note", ColumnTypeName.Ignore)],
            spec.Data.Columns.Select(c => (c.Name, c.Type!.Value)));
        Assert.Equal("d.M.yyyy", spec.Data.Columns.Single(c => c.Name == "joined").Format);
        Assert.Equal((0.2, HeldOutName.Class), (spec.Data.TestFraction, spec.Data.TestBy));
        Assert.Equal((Activation.Softmax, Loss.CrossEntropy), (spec.Network.Activations[^1], spec.Loss));
        Assert.NotNull(spec.Network.Hidden);
        Assert.Contains($"next: granary run {JobPath}", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_Table_ShowsWhatBecomesOfEachColumn()
    {
        await InitAsync(People);

        Assert.Equal(
            [
                "COLUMN  TYPE      BECOMES     MISSING  VALUES",
                "class   label     2 classes            no (3), yes (2)",
                "age     number    2 features  1        1.5 to 5",
                "sex     category  1 feature            m, f",
                "joined  date      4 features           2024-02-01 to 2024-05-05",
                "id      ignore    nothing              it has 5 different texts in 5 rows",
                "note    ignore    nothing              it is the same in each row",
            ],
            OutputLines);
        Assert.Contains("read with separator ';', decimal mark ','", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_Numbers_PredictsThemWithoutScalingByHand()
    {
        Assert.Equal(0, await InitAsync("a,price\n" + Rows(40, i => $"{i},{250_000 + (i * i)}")));

        var spec = Read();
        Assert.Equal((Activation.Identity, Loss.Mse), (spec.Network.Activations[^1], spec.Loss));
        Assert.Equal((0.2, HeldOutName.Row), (spec.Data.TestFraction, spec.Data.TestBy));
        Assert.Null(spec.Data.Scaling);
    }

    [Fact]
    public async Task Init_SeveralLabels_AreAnsweredEachForItself()
    {
        Assert.Equal(0, await InitAsync("a,hot,wet\n" + Rows(40, i => $"{i},{i % 2},{i % 3 / 2}"), "--label hot --label wet"));

        var spec = Read();
        Assert.Equal(["hot", "wet"], spec.Data.Labels);
        Assert.Equal((Activation.Sigmoid, Loss.CrossEntropy), (spec.Network.Activations[^1], spec.Loss));
    }

    [Theory]
    [InlineData("a,b,Target,c", "Target")]
    [InlineData("a,y,c,d", "y")]
    [InlineData("a,b,c,price", "price")]
    public async Task Init_WithoutLabel_TakesAUsualNameOrTheLastColumnAndSaysSo(string header, string expected)
    {
        Assert.Equal(0, await InitAsync($"{header}\n" + Rows(30, i => $"{i % 7},{i % 5},{i % 3},{i % 2}")));

        Assert.Equal([expected], Read().Data.Labels);
        Assert.Contains($"Learning the column \"{expected}\".", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_OnATerminal_AsksUntilTheColumnIsThere()
    {
        var answers = new Queue<string>(["prise", "price"]);
        Ask = _ => answers.Dequeue();

        Assert.Equal(0, await InitAsync("price,a\n" + Rows(30, i => $"{i % 2},{i}")));

        Assert.Equal(["price"], Read().Data.Labels);
        Assert.Contains("There is no column \"prise\"; did you mean 'price'?", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_FileThatExists_IsOverwrittenWithForceOnly()
    {
        File.WriteAllText(JobPath, "mine");

        Assert.Equal(2, await InitAsync(People));
        Assert.Equal("mine", File.ReadAllText(JobPath));
        Assert.Contains("exists already: add --force", Error.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await InitAsync(People, "--force"));
        Assert.Equal(["class"], Read().Data.Labels);
    }

    [Fact]
    public async Task Init_DataThatCannotBeUsed_SaysWhyAndWritesNothing()
    {
        Assert.Equal(2, await InitAsync("a,class\n1,x\n2,x\n"));

        Assert.False(File.Exists(JobPath));
        Assert.Contains("people.csv:2: Every label is \"x\"", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("granary: the data cannot be used as it is, nothing was written", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_JsonLines_AreATableToo()
    {
        Assert.Equal(0, await InitAsync(Rows(30, i => $"{{\"a\": {i}, \"colour\": \"{(i % 3 == 0 ? "red" : "blue")}\", \"class\": {(i % 2 == 0 ? "true" : "false")}}}")));

        Assert.Equal(["a", "colour"], Read().Data.Columns.Select(c => c.Name));
        Assert.Equal(["class"], Read().Data.Labels);
    }

    [Fact]
    public async Task Init_RareClass_IsTold()
    {
        Assert.Equal(0, await InitAsync("a,class\n" + Rows(100, i => $"{i},{(i % 25 == 0 ? "fraud" : "fine")}")));

        Assert.Contains("Only 4 % of the rows are \"fraud\"", Error.ToString(), StringComparison.Ordinal);
    }

    // Names and values that would break a JSON string, or end a comment.
    [Fact]
    public async Task Init_StrangeNames_GiveAJobFileThatCanBeRead()
    {
        var rows = Rows(30, i => $"{i},\"{(i % 2 == 0 ? "x\n} //" : "*/")}\",{i % 2}");

        Assert.Equal(0, await InitAsync($"\"a \"\"b\"\" \\\\ //\",\"two\nlines\",class\n{rows}"));

        Assert.Equal(["a \"b\" \\\\ //", "two\nlines"], Read().Data.Columns.Select(c => c.Name));
    }

    [Fact]
    public async Task Init_ManyColumns_ListsThoseThatAreNotNumbers()
    {
        var names = string.Join(',', Enumerable.Range(0, 100).Select(c => $"x{c}"));
        var rows = Rows(40, i => string.Join(',', Enumerable.Range(0, 100).Select(c => $"{(i * (c + 1)) % 103}")) + $",{(i % 3 == 0 ? "red" : "blue")},{i % 2}");

        Assert.Equal(0, await InitAsync($"{names},colour,class\n{rows}"));

        Assert.Equal(["colour"], Read().Data.Columns.Select(c => c.Name));
        Assert.Contains(OutputLines, line => line.StartsWith("and ", StringComparison.Ordinal) && line.EndsWith(" more columns of numbers", StringComparison.Ordinal));
    }

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    private Task<int> InitAsync(string csv, string options = "")
    {
        var data = Path.Combine(Folder, "people.csv");
        File.WriteAllText(data, csv, new UTF8Encoding(false));
        return RunAsync($"init {data} --out {JobPath} {options}", width: 120);
    }

    private JobSpec Read()
    {
        var file = JobFile.Read(JobPath, []);
        Assert.Empty(file.Faults);
        return file.Spec!;
    }
}
