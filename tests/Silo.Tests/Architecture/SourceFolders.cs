using System.Text.RegularExpressions;

namespace Granary.Silo.Tests.Architecture;

/// <summary>
/// Which folders of a project use which: folder A uses folder B when a file in A names a type that only B declares. Text is read, not
/// compiled, so a member with the name of such a type counts as a use of it.
/// </summary>
internal sealed partial class SourceFolders
{
    private readonly Dictionary<string, Dictionary<string, SortedSet<string>>> _uses = [];

    private SourceFolders(IEnumerable<(string Folder, string Text)> files)
    {
        var sources = files.Select(f => (f.Folder, Text: Bare(f.Text))).ToArray();
        var owners = sources
            .SelectMany(s => Declaration().Matches(s.Text).Select(m => (Type: m.Groups[1].Value, s.Folder)))
            .GroupBy(d => d.Type, d => d.Folder)
            .Where(g => g.Distinct().Count() == 1)
            .ToDictionary(g => g.Key, g => g.First());
        foreach (var (folder, text) in sources)
        {
            foreach (Match name in Name().Matches(text))
            {
                if (owners.TryGetValue(name.Value, out var owner) && owner != folder)
                {
                    Add(folder, owner, name.Value);
                }
            }
        }
    }

    public static SourceFolders Of(IEnumerable<(string Folder, string Text)> files) => new(files);

    public static SourceFolders OfProject(string folder) => new(Directory
        .EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Select(f => (Folder: Path.GetRelativePath(folder, Path.GetDirectoryName(f)!), File: f))
        .Where(f => f.Folder.Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
        .Select(f => (f.Folder, File.ReadAllText(f.File))));

    /// <summary>A line for each pair of folders that use each other, directly or through others: what ties the first to the second.</summary>
    public IReadOnlyList<string> Circles() =>
    [
        .. from use in _uses
           from target in use.Value
           where Reaches(target.Key, use.Key)
           orderby use.Key, target.Key
           select $"{use.Key} -> {target.Key}: {string.Join(", ", target.Value)}",
    ];

    private bool Reaches(string start, string goal)
    {
        var seen = new HashSet<string> { start };
        var open = new Stack<string>(seen);
        while (open.TryPop(out var folder))
        {
            if (folder == goal)
            {
                return true;
            }

            foreach (var next in _uses.GetValueOrDefault(folder)?.Keys.Where(seen.Add) ?? [])
            {
                open.Push(next);
            }
        }

        return false;
    }

    private void Add(string folder, string owner, string type)
    {
        var targets = _uses.TryGetValue(folder, out var known) ? known : _uses[folder] = [];
        var types = targets.TryGetValue(owner, out var names) ? names : targets[owner] = new(StringComparer.Ordinal);
        types.Add(type);
    }

    private static string Bare(string text) => CommentsAndStrings().Replace(text, " ");

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""(?:[^""\\\n]|\\.)*""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndStrings();

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+struct|\s+class)?)\s+([A-Z]\w+)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w*\b")]
    private static partial Regex Name();
}
