using System.Text.Json;

namespace Granary.Client;

/// <summary>
/// Data of a job that are in no file: a stream, or rows that the program makes. They are uploaded to the cluster with the job, and take the place of the
/// file that the job names by the same name, in whatever folder.
/// </summary>
public sealed class JobData
{
    private readonly Func<Stream, CancellationToken, Task> _write;

    private JobData(string name, Func<Stream, CancellationToken, Task> write)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name != Path.GetFileName(name))
        {
            throw new ArgumentException($"found '{name}', expected a file's name without its folder", nameof(name));
        }

        Name = name;
        _write = write;
    }

    /// <summary>The file's name, without its folder.</summary>
    public string Name { get; }

    /// <summary>Takes data from a stream.</summary>
    /// <param name="name">The name of the file that they take the place of, without its folder.</param>
    /// <param name="content">What the file would contain, a table or an array in any format that jobs read. It is read once, to its end, and stays open.</param>
    public static JobData FromStream(string name, Stream content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new JobData(name, content.CopyToAsync);
    }

    /// <summary>Takes the rows of a table from a sequence.</summary>
    /// <typeparam name="T">A row: an object whose properties, or a dictionary whose keys, are the columns. A value is a number, a text, true, false or null.</typeparam>
    /// <param name="name">The name of the file that they take the place of, without its folder.</param>
    /// <param name="rows">The rows. They are enumerated once.</param>
    /// <param name="options">How rows become JSON, of which the table consists; null for the usual way, which keeps the names of properties.</param>
    public static JobData FromRows<T>(string name, IAsyncEnumerable<T> rows, JsonSerializerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new JobData(name, (target, cancellationToken) => WriteAsync(rows, options, target, cancellationToken));
    }

    /// <summary>Writes the data to a file.</summary>
    internal Task WriteAsync(Stream target, CancellationToken cancellationToken) => _write(target, cancellationToken);

    // An object on each line.
    private static async Task WriteAsync<T>(IAsyncEnumerable<T> rows, JsonSerializerOptions? options, Stream target, CancellationToken cancellationToken)
    {
        options = options is { WriteIndented: true } ? new JsonSerializerOptions(options) { WriteIndented = false } : options;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            JsonSerializer.Serialize(target, row, options);
            target.WriteByte((byte)'\n');
        }
    }
}
