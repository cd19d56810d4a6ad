using System.Text.Json;
using Granary.Requests.JobFiles.Json;

namespace Granary.Requests.JobFiles;

/// <summary>Puts the values of <c>--set KEY=VALUE</c> in place of those of the job file.</summary>
internal static class Settings
{
    /// <summary>Applies settings in their order.</summary>
    /// <param name="job">The job file.</param>
    /// <param name="settings">The texts after <c>--set</c>.</param>
    /// <param name="faults">Gets the settings that are not of the form KEY=VALUE.</param>
    public static MapNode Apply(MapNode job, IEnumerable<string> settings, JobFaults faults)
    {
        foreach (var setting in settings)
        {
            var place = new Place(0, 0, setting);
            var equals = setting.IndexOf('=');
            var keys = setting[..Math.Max(equals, 0)].Split('.');
            if (keys.Contains(""))
            {
                faults.Add(place, null, "expected KEY=VALUE with a key from the job file, for example optimizer.learningRate=0.1");
                continue;
            }

            job = Put(job, keys, ReadValue(setting[(equals + 1)..], setting), place);
        }

        return job;
    }

    /// <summary>A copy of an object with one value changed or added. What stands in the way of a longer key gives way to it.</summary>
    private static MapNode Put(MapNode map, ReadOnlySpan<string> keys, Node value, Place place)
    {
        var key = keys[0];
        if (keys.Length > 1)
        {
            var inner = map.Find(key) as MapNode ?? new MapNode(place, []);
            value = Put(inner, keys[1..], value, place);
        }

        var at = map.Members.ToList().FindIndex(m => m.Key == key);
        return at < 0
            ? map with { Members = [.. map.Members, new Member(key, place, value)] }
            : map with { Members = [.. map.Members.Select((m, i) => i == at ? m with { Value = value } : m)] };
    }

    /// <summary>A value as JSON, or else as the string it is.</summary>
    private static Node ReadValue(string value, string setting)
    {
        try
        {
            return NodeReader.Read(JsonText.OfSetting(value, setting));
        }
        catch (BrokenJsonException e)
        {
            return new ScalarNode(e.Place, JsonTokenType.String, value);
        }
    }
}
