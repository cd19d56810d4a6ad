using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Faults;
using Granary.Requests.JobFiles.Json;

namespace Granary.Requests.JobFiles;

/// <summary>A job file as it was read: the job, or everything that is wrong with it.</summary>
public sealed class JobFile
{
    private readonly JobFaults _faults;
    private readonly Dictionary<string, Place> _places = [];

    private JobFile(string path, IReadOnlyList<string> settings)
    {
        Path = path;
        _faults = new JobFaults(path, settings);
    }

    /// <summary>The path as the user gave it.</summary>
    public string Path { get; }

    /// <summary>The job; null when there are faults.</summary>
    public JobSpec? Spec { get; private set; }

    /// <summary>Everything that is wrong, in the order of the file; faults of settings are last.</summary>
    public IReadOnlyList<JobFault> Faults => _faults.InOrder;

    /// <summary>The job.</summary>
    /// <exception cref="RequestException">There are faults.</exception>
    public JobSpec RequireSpec() => Spec ?? throw RequestException.Refused(Path, Faults);

    /// <summary>Reads a job file.</summary>
    /// <param name="path">Its path. Paths in it are relative to its folder.</param>
    /// <param name="settings">Values that take the place of the file's, as <c>KEY=VALUE</c>, for example <c>epochs=3</c>; the texts after <c>--set</c>.</param>
    public static JobFile Read(string path, params IReadOnlyList<string> settings)
    {
        var file = new JobFile(path, settings);
        try
        {
            file.Read(File.ReadAllBytes(path), System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!, settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file._faults.AddFile(Unreadable(path, e));
        }

        return file;
    }

    /// <summary>Reads the text of a job file that is not on this machine.</summary>
    /// <param name="name">What faults call the file.</param>
    /// <param name="text">Its bytes.</param>
    /// <param name="folder">The absolute path of the folder that paths in it are relative to.</param>
    internal static JobFile Parse(string name, byte[] text, string folder)
    {
        var file = new JobFile(name, []);
        file.Read(text, folder, []);
        return file;
    }

    /// <summary>Finds the place of a fault of the job: its own in a data file, otherwise that of its key in the job file.</summary>
    internal JobFault Locate(Fault fault)
    {
        if (fault.File is not null && (fault.Line is not null || fault.Key is null))
        {
            return new JobFault(fault.Message, fault.Key, fault.File, fault.Line, fault.Column, null);
        }

        return fault.Key is not null
            ? _faults.At(PlaceOf(fault.Key), fault.Key, fault.Message)
            : new JobFault(fault.Message, null, Path, null, null, null);
    }

    private static string Unreadable(string path, Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "found no such file, expected a job file",
        _ when Directory.Exists(path) => "found a directory, expected a job file",
        UnauthorizedAccessException => "found a file without read permission, expected to be allowed to read it",
        _ => $"cannot be read: {e.Message}",
    };

    private void Read(byte[] text, string folder, IReadOnlyList<string> settings)
    {
        try
        {
            Read(JsonText.OfFile(text), folder, settings);
        }
        catch (BrokenJsonException e)
        {
            _faults.Add(e.Place, null, e.Message);
        }
    }

    private void Read(JsonText text, string folder, IReadOnlyList<string> settings)
    {
        var root = NodeReader.Read(text);
        if (root is not MapNode map)
        {
            _faults.Add(root.Place, null, $"found {root.Found}, expected an object: {{ \"name\": ..., \"data\": ..., ... }}");
            return;
        }

        map = Settings.Apply(map, settings, _faults);
        AddPlaces("", map);
        var paths = new PathReader(folder, _faults);
        var reader = new JobReader(new DataReader(paths, _faults), paths);
        var spec = reader.Read(new ObjectReader("", map, _faults));
        foreach (var fault in JobSpecValidator.Validate(spec))
        {
            _faults.Add(PlaceOf(fault.Key!), fault.Key, fault.Message);
        }

        Spec = _faults.InOrder.Count == 0 ? spec : null;
    }

    /// <summary>The place of a key, or of the nearest object around it that is in the file.</summary>
    private Place PlaceOf(string key)
    {
        while (!_places.ContainsKey(key))
        {
            key = key[..Math.Max(key.LastIndexOfAny(['.', '[']), 0)];
        }

        return _places[key];
    }

    private void AddPlaces(string key, Node node)
    {
        _places.TryAdd(key, node.Place);
        switch (node)
        {
            case MapNode map:
                foreach (var member in map.Members)
                {
                    AddPlaces(key.Length == 0 ? member.Key : $"{key}.{member.Key}", member.Value);
                }

                break;
            case ListNode list:
                for (var i = 0; i < list.Items.Count; i++)
                {
                    AddPlaces($"{key}[{i}]", list.Items[i]);
                }

                break;
        }
    }
}
