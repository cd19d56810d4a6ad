using System.Text;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Surveys;
using static Granary.Data.Tests.Cases.InlineCase;

namespace Granary.Data.Tests.Cases;

/// <summary>More tables as people have them, with what a data scientist makes of each.</summary>
public class InlineCaseTests : DataFiles
{
    private const string NoHeader = "read with no header: the columns are c1, c2, and so on";

    private static readonly InlineCase[] Separators =
    [
        new("vertical bars", "a|b|y", i => $"{X(i)}|{X(i + 1)}|{Y(i)}", "60 rows: a, b -> no, yes", "read with separator '|'"),
        new("tabs, commas in texts", "a\tname\ty", i => $"{X(i)}\t{Of(i, "Ng, A", "Ho, B", "Li, C")}\t{Y(i)}",
            "60 rows: a, name=Ho, B, name=Li, C, name=Ng, A -> no, yes", "read with separator tab"),
        new("semicolons, decimal points", "a;b;y", i => $"{X(i)};{X(i + 1)};{Y(i)}", "60 rows: a, b -> no, yes", "read with separator ';'"),
        new("commas, semicolons in quotes", "a,s,y", i => $"{X(i)},\"{Of(i, "x; y", "z; w; v")}\",{Y(i)}", "60 rows: a, s=z; w; v -> no, yes"),
        new("semicolons, commas in texts", "a;s;y", i => $"{X(i)};{Of(i, "big, red", "small, blue", "grey")};{Y(i)}",
            "60 rows: a, s=big, red, s=grey, s=small, blue -> no, yes", "read with separator ';'"),
        new("vertical bars around each row", "|a|b|y|", i => $"|{X(i)}|{X(i + 1)}|{Y(i)}|", "60 rows: a, b -> no, yes",
            "read with separator '|'; column 1 ignored: it has no name; column 5 ignored: it has no name"),
        new("tabs, decimal commas", "a\tb\ty", i => $"{i},5\t{i % 7},25\t{Y(i)}", "60 rows: a, b -> no, yes", "read with separator tab, decimal mark ','"),
        new("sep= line of Excel", "sep=;\na;b;y", i => $"{X(i)};{X(i + 1)};{Y(i)}", "60 rows: a, b -> no, yes",
            "read with separator ';', first line skipped"),
    ];

    private static readonly InlineCase[] Numbers =
    [
        new("thousands in quotes", "a,b,y", i => $"\"{1000 + (i * 137 % 5000):#,##0}.5\",{X(i)},{Y(i)}", "60 rows: a, b -> no, yes",
            "read with thousands mark ','"),
        new("German thousands", "a;b;y", i => $"{1 + (i % 7)}.{100 + i},{i % 10};{i % 5},25;{Y(i)}", "60 rows: a, b -> no, yes",
            "read with separator ';', decimal mark ',', thousands mark '.'"),
        new("French spaces", "a;b;y", i => $"{1 + (i % 7)}\u00A0{100 + i},{i % 10};{i % 5},25;{Y(i)}", "60 rows: a, b -> no, yes",
            "read with separator ';', decimal mark ',', thousands mark space"),
        new("Swiss apostrophes", "a;b;y", i => $"{1 + (i % 7)}'{100 + i}.{i % 10};{i % 5}.25;{Y(i)}", "60 rows: a, b -> no, yes",
            "read with separator ';', thousands mark apostrophe"),
        new("scientific, signs, bare points", "a,b,y", i => $"{Of(i, "1e-3", "+5", ".5", "7.", "-2E+2", "1E5")},{X(i)},{Y(i)}", "60 rows: a, b -> no, yes"),
        new("decimal commas in some rows only", "a;b;y", i => $"{(i % 3 == 0 ? $"{i}" : $"{i},5")};{i * 7 % 60};{Y(i)}", "60 rows: a, b -> no, yes",
            "read with separator ';', decimal mark ','"),
        new("decimal commas beside German dates", "a;d;y", i => $"{i},5;{1 + (i % 28):00}.{1 + (i % 12):00}.{2020 + (i % 3)};{Y(i)}",
            "60 rows: a, d year, d month, d day, d weekday, d seconds -> no, yes", "read with separator ';', decimal mark ','"),
    ];

    private static readonly InlineCase[] Headers =
    [
        new("no header, numbers only", "", i => $"{X(i)},{X(i + 1)},{i % 2}", "60 rows: c1, c2 -> 0, 1", NoHeader) { Labels = ["c3"] },
        new("no header, texts", "", i => $"{Of(i, "red", "blue", "green")},{X(i)},{Y(i)}", "60 rows: c1=blue, c1=green, c1=red, c2 -> no, yes", NoHeader) { Labels = ["c3"] },
        new("no header, label first", "", i => $"{Y(i)},{X(i)},{X(i + 1)}", "60 rows: c2, c3 -> no, yes", NoHeader) { Labels = ["c1"] },
        new("years as names", "2019,2020,y", i => $"{X(i)},{X(i + 1)},{Y(i)}", "60 rows: 2019, 2020 -> no, yes") { NeedsLabel = true },
        new("texts only", "colour,size,y", i => $"{Of(i, "red", "blue")},{Of(i + 1, "S", "M", "L")},{Y(i)}",
            "60 rows: colour=red, size=L, size=M, size=S -> no, yes"),
        new("line break in a name", "a,\"b\n(in cm)\",y", i => $"{X(i)},{X(i + 1)},{Y(i)}", "60 rows: a, b\n(in cm) -> no, yes"),
        new("comments and a blank line before", "# source: us\n# unit: cm\n\na,b,y", i => $"{X(i)},{X(i + 1)},{Y(i)}",
            "60 rows: a, b -> no, yes", "read with first 3 lines skipped"),
        new("a row of units", "a,b,y\ncm,kg,", i => $"{X(i)},{X(i + 1)},{Y(i)}", "60 rows: a, b -> no, yes", "1 row left out: no label"),
        new("a row of sums at the end", "a,b,y", i => i == 59 ? "Sum,88.5," : $"{X(i)},{X(i + 1)},{Y(i)}", "59 rows: a, b -> no, yes", "1 row left out: no label"),
        new("names with spaces around", " a , b , y ", i => $"{X(i)},{X(i + 1)},{Y(i)}", "60 rows: a, b -> no, yes"),
    ];

    private static readonly InlineCase[] Texts =
    [
        new("UTF-8 with a byte order mark", "größe,y", i => $"{X(i)},{Of(i, "für", "wider")}", "60 rows: größe -> für, wider") { Encoding = new UTF8Encoding(true) },
        new("UTF-16", "größe,y", i => $"{X(i)},{Y(i)}", "60 rows: größe -> no, yes", "read with UTF-16") { Encoding = Encoding.Unicode },
        new("UTF-16, high byte first, no mark", "größe;y", i => $"{X(i)};{Y(i)}", "60 rows: größe -> no, yes", "read with separator ';', UTF-16")
        {
            Encoding = new UnicodeEncoding(true, false),
        },
        new("Windows-1252 with a euro sign", "price €,y", i => $"{X(i)},{Y(i)}", "60 rows: price € -> no, yes", "read with Windows-1252")
        {
            Encoding = TextEncodings.Of(TextEncoding.Windows1252),
        },
        new("one accent in the last of many rows", "a,s,y", i => $"{X(i)},{(i == 19_999 ? "caf\u00E9" : "bar")},{Y(i)}",
            "20000 rows: a, s=café -> no, yes", "read with Windows-1252") { Rows = 20_000, Encoding = TextEncodings.Of(TextEncoding.Windows1252) },
        new("Chinese and emoji", "身高,y", i => $"{X(i)},{Of(i, "好", "坏", "👍")}", "60 rows: 身高 -> 坏, 好, 👍"),
        new("old Mac line ends", "a,b,y", i => $"{X(i)},{X(i + 1)},{Y(i)}", "60 rows: a, b -> no, yes") { LineEnd = "\r" },
        new("Windows line ends and blank lines", "a,b,y", i => $"{X(i)},{X(i + 1)},{Y(i)}{(i % 10 == 9 ? "\r\n" : "")}", "60 rows: a, b -> no, yes") { LineEnd = "\r\n" },
    ];

    private static readonly InlineCase[] Quotes =
    [
        new("Windows line breaks in quotes", "a,s,y", i => $"{X(i)},\"{Of(i, "one\r\ntwo", "three")}\",{Y(i)}",
            "60 rows: a, s=three -> no, yes") { LineEnd = "\r\n" },
        new("remarks that differ", "a,note,y", i => $"{X(i)},\"no. {i},\nsaid \"\"so\"\"\",{Y(i)}", "60 rows: a -> no, yes",
            "column note ignored: it has 60 different texts in 60 rows"),
        new("everything in quotes", "\"a\",\"b\",\"y\"", i => $"\"{X(i)}\",\"{X(i + 1)}\",\"{Y(i)}\"", "60 rows: a, b -> no, yes"),
        new("line break in a label", "a,y", i => $"{X(i)},\"{Of(i, "very\ngood", "bad")}\"", "60 rows: a -> bad, very\ngood"),
        new("header and rows in quotes, semicolons inside", "\"a;1\";\"y\"", i => $"\"{X(i)}\";\"{Of(i, "x;y", "z")}\"", "60 rows: a;1 -> x;y, z",
            "read with separator ';'"),
        new("empty quotes are missing", "a,b,y", i => $"{(i % 4 == 0 ? "\"\"" : X(i))},{X(i + 1)},{Y(i)}", "60 rows: a, a missing, b -> no, yes"),
    ];

    private static readonly InlineCase[] Missing =
    [
        new("words of pandas", "a,b,y", i => $"{(i % 4 == 0 ? Of(i, "NULL", "N/A", "#N/A", "None", "-nan") : X(i))},{X(i + 1)},{Y(i)}", "60 rows: a, a missing, b -> no, yes"),
        new("words of old C programs", "a,b,y", i => $"{(i % 4 == 0 ? Of(i, "1.#QNAN", "-1.#IND", "#N/A N/A") : X(i))},{X(i + 1)},{Y(i)}", "60 rows: a, a missing, b -> no, yes"),
        new("dates of pandas", "a,d,y", i => $"{X(i)},{(i % 5 == 0 ? "NaT" : $"2024-0{1 + (i % 9)}-1{i % 10}")},{Y(i)}",
            "60 rows: a, d month, d day, d weekday, d seconds, d missing -> no, yes"),
        new("in a boolean", "a,b,y", i => $"{X(i)},{(i % 5 == 0 ? "n/a" : Of(i, "Yes", "No"))},{Y(i)}", "60 rows: a, b, b missing -> no, yes"),
        new("in dates", "a,d,y", i => $"{X(i)},{(i % 5 == 0 ? "NULL" : $"2024-0{1 + (i % 9)}-1{i % 10}")},{Y(i)}",
            "60 rows: a, d month, d day, d weekday, d seconds, d missing -> no, yes"),
        new("nearly a whole column", "a,b,y", i => $"{(i == 7 || i == 30 ? X(i) : "NA")},{X(i)},{Y(i)}", "60 rows: a, a missing, b -> no, yes"),
        new("spaces only", "a,s,y", i => $"{(i % 4 == 0 ? "  " : X(i))},{(i % 3 == 0 ? " " : Of(i, "u", "v", "w"))},{Y(i)}",
            "60 rows: a, a missing, s=u, s=v, s=w, s missing -> no, yes"),
        new("a whole column", "a,b,y", i => $"{X(i)},{Of(i, "", "NA", "?")},{Y(i)}", "60 rows: a -> no, yes", "column b ignored: it is empty"),
        new("labels of classes", "a,y", i => $"{X(i)},{(i % 10 == 0 ? "" : Y(i))}", "54 rows: a -> no, yes", "6 rows left out: no label"),
        new("labels of values", "a,y", i => $"{X(i)},{(i % 10 == 0 ? Of(i, "NA", "nan", "?", "") : $"{i}.5")}", "54 rows: a -> values of y", "6 rows left out: no label"),
        new("labels of 0 and 1", "a,y", i => $"{X(i)},{(i % 10 == 0 ? "NA" : $"{i % 2}")}", "54 rows: a -> 0, 1", "6 rows left out: no label"),
        new("labels that are a word for missing but a class", "a,y", i => $"{X(i)},{Of(i, "none", "mild", "severe")}", "60 rows: a -> mild, none, severe"),
    ];

    private static readonly InlineCase[] Useless =
    [
        new("index of pandas", ",a,b,y", i => $"{i},{X(i)},{X(i + 1)},{Y(i)}", "60 rows: a, b -> no, yes", "column 1 ignored: it has no name"),
        new("index of pandas written twice", "Unnamed: 0,a,b,y", i => $"{i},{X(i)},{X(i + 1)},{Y(i)}", "60 rows: a, b -> no, yes",
            "column Unnamed: 0 ignored: it is a number of its own in each row"),
        new("separators after the rows only", "a,b,y", i => $"{X(i)},{X(i + 1)},{Y(i)},", "60 rows: a, b -> no, yes"),
        new("two columns without a name", "a,,b,y,", i => $"{X(i)},q,{X(i + 1)},{Y(i)},", "60 rows: a, b -> no, yes",
            "column 2 ignored: it has no name; column 5 ignored: it has no name"),
        new("a named column without fields", "a,b,y,z", i => $"{X(i)},{X(i + 1)},{Y(i)},", "60 rows: a, b -> no, yes", "column z ignored: it is empty"),
        new("a constant number and date", "a,n,d,y", i => $"{X(i)},{Of(i, "7", "7.0")},2024-01-01,{Y(i)}", "60 rows: a -> no, yes",
            "column n ignored: it is the same in each row; column d ignored: it is the same in each row"),
        new("a constant boolean", "a,b,y", i => $"{X(i)},True,{Y(i)}", "60 rows: a -> no, yes", "column b ignored: it is the same in each row"),
        new("a constant with missing values", "a,b,y", i => $"{X(i)},{(i % 3 == 0 ? "" : "cm")},{Y(i)}", "60 rows: a, b missing -> no, yes"),
        new("customer numbers", "customer_id,a,y", i => $"{90000 + (i * 7 % 61)},{X(i)},{Y(i)}", "60 rows: a -> no, yes",
            "column customer_id ignored: it is a number of its own in each row"),
        new("customer numbers, ID in capitals", "CustomerID,a,y", i => $"{90000 + (i * 7 % 61)},{X(i)},{Y(i)}", "60 rows: a -> no, yes",
            "column CustomerID ignored: it is a number of its own in each row"),
        new("capitals that end like an id", "PAID,a,y", i => $"{90000 + (i * 7 % 61)},{X(i)},{Y(i)}", "60 rows: PAID, a -> no, yes"),
        new("customer numbers in several rows", "customer_id,a,y", i => $"{9 + (i % 20)},{X(i)},{Y(i)}", "60 rows: customer_id, a -> no, yes"),
        new("addresses", "mail,a,y", i => $"p{i}@example.org,{X(i)},{Y(i)}", "60 rows: a -> no, yes", "column mail ignored: it has 60 different texts in 60 rows"),
        new("long numbers in hexadecimal digits", "key,a,y", i => $"{(i + 3) * 7919L * 104729 * 15485863:x},{X(i)},{Y(i)}", "60 rows: a -> no, yes",
            "column key ignored: it has 60 different texts in 60 rows"),
    ];

    private static readonly InlineCase[] YesOrNo =
    [
        new("TRUE and FALSE", "a,b,y", i => $"{X(i)},{Of(i, "TRUE", "FALSE")},{Y(i)}", "60 rows: a, b -> no, yes"),
        new("Y and N", "a,b,y", i => $"{X(i)},{Of(i, "Y", "N")},{Y(i)}", "60 rows: a, b -> no, yes"),
        new("t and f", "a,b,y", i => $"{X(i)},{Of(i, "t", "f")},{Y(i)}", "60 rows: a, b -> no, yes"),
        new("0 and 1", "a,b,y", i => $"{X(i)},{Of(i, "0", "1")},{Y(i)}", "60 rows: a, b -> no, yes"),
        new("letters of mixed case", "a,b,y", i => $"{X(i)},{Of(i, "yes", "No", "YES", "no")},{Y(i)}", "60 rows: a, b -> no, yes"),
        new("words that are no such pair", "a,b,y", i => $"{X(i)},{Of(i, "on", "off")},{Y(i)}", "60 rows: a, b=on -> no, yes"),
    ];

    private static readonly InlineCase[] Dates =
    [
        new("German, without zeros", "d,a,y", i => $"{1 + (i % 28)}.{1 + (i % 12)}.{2020 + (i % 3)},{X(i)},{Y(i)}",
            "60 rows: d year, d month, d day, d weekday, d seconds, a -> no, yes"),
        new("American", "d,a,y", i => $"{1 + (i % 12):00}/{1 + (i % 28):00}/2024,{X(i)},{Y(i)}", "60 rows: d month, d day, d weekday, d seconds, a -> no, yes"),
        new("British", "d,a,y", i => $"{1 + (i % 28):00}/{1 + (i % 12):00}/2024,{X(i)},{Y(i)}", "60 rows: d month, d day, d weekday, d seconds, a -> no, yes"),
        new("no day above 12", "d,a,y", i => $"{1 + (i % 12):00}/{1 + (i % 11):00}/2024,{X(i)},{Y(i)}", "60 rows: d month, d day, d weekday, d seconds, a -> no, yes",
            "dates of d read as M/d/yyyy: \"format\" under \"columns\" says otherwise"),
        new("moments of pandas", "d,a,y", i => $"2024-01-{1 + (i % 28):00} {i % 24:00}:{i:00}:00,{X(i)},{Y(i)}", "60 rows: d day, d weekday, d hour, d seconds, a -> no, yes"),
        new("moments with fractions and a zone", "d,a,y", i => $"2024-01-{1 + (i % 28):00}T{i % 24:00}:{i:00}:00.123+02:00,{X(i)},{Y(i)}",
            "60 rows: d year, d month, d day, d weekday, d hour, d seconds, a -> no, yes"),
        new("names of months", "d,a,y", i => $"\"{Of(i, "Jan", "Feb", "Dec")} {1 + (i % 28)}, 2023\",{X(i)},{Y(i)}", "60 rows: d month, d day, d weekday, d seconds, a -> no, yes"),
        new("twelve-hour clock", "d,a,y", i => $"1/{1 + (i % 28)}/2024 {1 + (i % 12)}:05 {Of(i, "AM", "PM")},{X(i)},{Y(i)}", "60 rows: d day, d weekday, d hour, d seconds, a -> no, yes"),
        new("moments, some with fractions", "d,a,y", i => $"2024-02-{1 + (i % 28):00}T10:00:00{(i % 2 == 0 ? ".5" : "")}Z,{X(i)},{Y(i)}",
            "60 rows: d day, d weekday, d seconds, a -> no, yes"),
        new("one date, else missing", "a,d,y", i => $"{X(i)},{(i % 4 == 0 ? "" : "2024-02-01")},{Y(i)}", "60 rows: a, d missing -> no, yes"),
        new("years", "d,a,y", i => $"{1990 + (i % 30)},{X(i)},{Y(i)}", "60 rows: d, a -> no, yes"),
    ];

    private static readonly InlineCase[] Targets =
    [
        new("grades from 3 to 8", "a,y", i => $"{X(i)},{3 + (i % 6)}", "60 rows: a -> 3, 4, 5, 6, 7, 8"),
        new("minus one and one", "a,y", i => $"{X(i)},{(i % 2 * 2) - 1}", "60 rows: a -> -1, 1"),
        new("floats that are whole", "a,y", i => $"{X(i)},{Of(i, "0.0", "1.0", "2.0")}", "60 rows: a -> 0.0, 1.0, 2.0"),
        new("decimal comma in labels", "a;y", i => $"{i},5;{Of(i, "0,0", "1,0")}", "60 rows: a -> 0.0, 1.0", "read with separator ';', decimal mark ','"),
        new("words with spaces", "a,y", i => $"{X(i)}, {Of(i, "very good ", "bad", " so so")} ", "60 rows: a -> bad, so so, very good"),
        new("True and False", "a,y", i => $"{X(i)},{Of(i, "True", "False")}", "60 rows: a -> False, True"),
        new("counts", "a,y", i => $"{X(i)},{i * 17 % 60}", "60 rows: a -> values of y"),
        new("prices", "a,y", i => $"{X(i)},{100_000 + (i * 1013 % 977 * 100)}", "60 rows: a -> values of y"),
        new("fractions of few values", "a,y", i => $"{X(i)},{Of(i, "0.25", "0.5", "1")}", "60 rows: a -> values of y"),
        new("large numbers that differ little", "a,y", i => $"{X(i)},{1_700_000_000 + i}.5", "60 rows: a -> values of y"),
        new("thousands in labels", "a,y", i => $"{X(i)},\"{1000 + (i * 137 % 5000):#,##0}\"", "60 rows: a -> values of y", "read with thousands mark ','"),
        new("label in the middle", "a,y,b", i => $"{X(i)},{Y(i)},{X(i + 1)}", "60 rows: a, b -> no, yes"),
        new("one row of a class", "a,y", i => $"{X(i)},{(i == 9 ? "rare" : Y(i))}", "60 rows: a -> no, rare, yes"),
    ];

    private static readonly InlineCase[] SeveralTargets =
    [
        new("yes and no", "a,p,q", i => $"{X(i)},{Y(i)},{Y(i + 2)}", "60 rows: a -> yes or no for p, q") { Labels = ["p", "q"] },
        new("different pairs", "a,p,q", i => $"{X(i)},{Of(i, "True", "False")},{Of(i + 2, "0", "1")}", "60 rows: a -> yes or no for p, q") { Labels = ["p", "q"] },
        new("one that is always no", "a,p,q", i => $"{X(i)},0,{i % 2}", "60 rows: a -> yes or no for p, q") { Labels = ["p", "q"] },
        new("0.0 and 1.0", "a,p,q", i => $"{X(i)},{i % 2}.0,{i / 2 % 2}.0", "60 rows: a -> yes or no for p, q") { Labels = ["p", "q"] },
        new("values and 0 and 1", "a,p,q", i => $"{X(i)},{i}.5,{i % 2}", "60 rows: a -> values of p, q") { Labels = ["p", "q"] },
        new("in another order than the file's", "p,a,q", i => $"{i}.5,{X(i)},{i * i}", "60 rows: a -> values of q, p") { Labels = ["q", "p"] },
        new("answers missing", "a,p,q", i => $"{X(i)},{(i % 5 == 0 ? "NA" : $"{i % 2}")},{i / 2 % 2}", "48 rows: a -> yes or no for p, q", "12 rows left out: no label") { Labels = ["p", "q"] },
        new("grades", "a,p,q", i => $"{X(i)},{i % 4},{i % 3}", "60 rows: a -> values of p, q") { Labels = ["p", "q"] },
        new("one of them missing", "a,p,q", i => $"{X(i)},{(i % 6 == 0 ? "" : $"{i}.5")},{i}", "50 rows: a -> values of p, q", "10 rows left out: no label") { Labels = ["p", "q"] },
    ];

    private static readonly Dictionary<string, InlineCase> All = new (string Kind, InlineCase[] Cases)[]
    {
        ("separators", Separators), ("numbers", Numbers), ("headers", Headers), ("texts", Texts), ("quotes", Quotes), ("missing", Missing),
        ("useless", Useless), ("yes or no", YesOrNo), ("dates", Dates), ("targets", Targets), ("several targets", SeveralTargets),
    }.SelectMany(k => k.Cases.Select(c => (Name: $"{k.Kind}: {c.Name}", Case: c))).ToDictionary(c => c.Name, c => c.Case);

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_Case_GivesTheRightOutcome(string name)
    {
        var given = All[name];
        var source = new TableSource(Write("data.csv", given.Bytes));
        var data = TrainingData.Load(new DataRequest(source) { Labels = given.Labels });
        Assert.Equal(given.NeedsLabel, given.Labels.Except(DataSurvey.ColumnNames(source, new CsvOptions())).Any());
        Assert.Equal(given.Outcome, Outcome.Of(data));
        Assert.Equal(given.Notes, Outcome.NotesOf(data));
    }

    // Words that stand for a missing number are words among words.
    [Fact]
    public void Load_NumbersSaidToBeClasses_KeepTheClassNA()
    {
        var given = All["missing: labels of 0 and 1"];
        var data = TrainingData.Load(new DataRequest(new TableSource(Write("data.csv", given.Bytes)))
        {
            Labels = ["y"],
            Columns = new Dictionary<string, ColumnOptions> { ["y"] = new() { Type = ColumnType.Category } },
        });
        Assert.Equal("60 rows: a -> 0, 1, NA", Outcome.Of(data));
    }

    [Fact]
    public void Load_TestRowWithAMissingNumberForALabel_IsLeftOutToo()
    {
        var data = TrainingData.Load(new DataRequest(Csv("a,y\n1,0.5\n2,1.5\n3,NA\n4,2.5\n"))
        {
            Labels = ["y"],
            Test = new OtherSource(Csv("a,y\n1,NA\n2,7.5\n", "test.csv")),
        });
        Assert.Equal(3, data.Train.Rows);
        Assert.Equal(1, data.Test!.Rows);
        Assert.Equal(["1 row left out: no label", "1 test row left out: no label"], data.Notes);
    }
}
