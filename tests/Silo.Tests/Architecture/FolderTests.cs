namespace Granary.Silo.Tests.Architecture;

/// <summary>Folders of a project are layers: none of them uses another that uses it.</summary>
public sealed class FolderTests
{
    public static TheoryData<string> Projects =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_FormNoCircle(string project)
    {
        var circles = SourceFolders.OfProject(Path.Combine(Repository.Root, "src", project)).Circles();

        Assert.True(
            circles.Count == 0,
            $"Folders of src/{project} use each other in a circle. Move a type, or turn a use around:\n  " + string.Join("\n  ", circles));
    }

    [Fact]
    public void Circles_OneOfThreeFolders_NamesItsTypesAndNothingElse()
    {
        var folders = SourceFolders.Of(
        [
            ("Low", "class Leaf { /* Above */ string Text => \"Above\"; }"),
            ("One", "class First { Second Next; Leaf Leaf; }"),
            ("Two", "class Second { Third Next; }"),
            ("Three", "// class Leaf\nclass Third { First Back; }"),
            ("Top", "class Above { First Use; }"),
        ]);

        Assert.Equal(["One -> Two: Second", "Three -> One: First", "Two -> Three: Third"], folders.Circles());
    }

    [Fact]
    public void Circles_TypeThatTwoFoldersDeclare_IsNobodys()
    {
        var folders = SourceFolders.Of([("One", "class Same { Other Use; }"), ("Two", "class Other { Same Use; } enum Same { }")]);

        Assert.Empty(folders.Circles());
    }
}
