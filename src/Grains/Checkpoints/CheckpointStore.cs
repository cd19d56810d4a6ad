using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Granary.Files;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Numerics.Memory;

namespace Granary.Grains.Checkpoints;

/// <summary>A directory that keeps the tensors of checkpoints: for each job and version a folder, in it a file for each slice.</summary>
/// <remarks>
/// A checkpoint is made in three moves. Every slice is written here, by whichever silo has it; the coordinator gathers the
/// entries into a manifest and keeps that in its state; then versions that no manifest names any more are removed. A crash
/// between any two leaves files that nobody asks for, which later moves overwrite or remove. The content of a file follows from
/// job, version and slice alone, so two who write the same one — a silo that was given up, and wakes up late, and its successor — write
/// the same bytes, each under a temporary name of its own, and whichever is last changes nothing.
/// <para>
/// All calls block for as long as the disk takes: they do not belong on a grain's turn or the compute executor. For silos on several
/// machines the directory is a shared one.
/// </para>
/// </remarks>
internal sealed class CheckpointStore
{
    // Each write blocks a thread of the pool for as long as the disk takes; messages need threads too.
    private const int WritesAtATime = 2;

    private readonly SemaphoreSlim _writing = new(WritesAtATime);

    /// <summary>Makes a store.</summary>
    /// <param name="root">Its directory, as an absolute path; made when the first file is written.</param>
    public CheckpointStore(string root)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Checkpoints are little-endian float32: this machine is big-endian.");
        }

        Root = root;
    }

    /// <summary>Its directory.</summary>
    public string Root { get; }

    /// <summary>Writes a slice as <see cref="Write"/> does, on the thread pool, when its turn comes: two are written at a time.</summary>
    public async Task<CheckpointEntry> WriteInTurn(SliceVersion slice, IReadOnlyList<AlignedBuffer> arrays)
    {
        await _writing.WaitAsync();
        try
        {
            return await Task.Run(() => Write(slice, arrays));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes a slice. When this returns, the file outlives a power failure.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="arrays">Its parameters, then its optimizer's arrays; nobody may change them meanwhile.</param>
    /// <returns>The file for the manifest.</returns>
    /// <exception cref="CheckpointException">It could not be written; all other files are untouched.</exception>
    public CheckpointEntry Write(SliceVersion slice, IReadOnlyList<AlignedBuffer> arrays)
    {
        var name = FileOf(slice);
        var path = Path.Combine(Root, name);
        var (bytes, hash) = (0L, "");
        try
        {
            DurableDirectory.Create(Path.Combine(Root, slice.JobId));
            DurableDirectory.Create(Path.GetDirectoryName(path)!);
            DurableFile.Replace(path, handle =>
            {
                using var file = new HashingFile(handle);
                file.Write(SliceFileHeader.Create(slice, arrays));
                foreach (var array in arrays)
                {
                    file.Write(MemoryMarshal.AsBytes(array.Span));
                }

                (bytes, hash) = (file.Position, file.Hash());
            });
            return new CheckpointEntry(slice.Layer, slice.Slice, name, bytes, hash);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                $"The checkpoint file {path} was not written: {Reason(e)}. It needs about {SizeOf(arrays)} bytes. Earlier checkpoints "
                + $"are untouched. Make room in {Root}, or let the silo write there.");
        }
    }

    /// <summary>Reads a slice straight into its arrays.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="entry">The file, from the manifest.</param>
    /// <param name="arrays">Receive the parameters and the optimizer's arrays. After an error they hold anything.</param>
    /// <exception cref="CheckpointException">The file is missing, unreadable, or not what manifest and arrays say.</exception>
    public void Read(SliceVersion slice, CheckpointEntry entry, IReadOnlyList<AlignedBuffer> arrays)
    {
        var path = Path.Combine(Root, entry.File);
        RequireRoot();
        try
        {
            using var handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            Require(path, length == entry.Bytes, $"found {length} bytes", $"{entry.Bytes}");
            using var file = new HashingFile(handle);
            ReadHeader(path, file, SliceFileHeader.Create(slice, arrays));
            foreach (var array in arrays)
            {
                file.Read(MemoryMarshal.AsBytes(array.Span));
            }

            Require(path, file.Position == length, $"found {length} bytes", $"{file.Position}, as its first line says");
            Require(path, file.Hash() == entry.Sha256, $"found the SHA-256 {file.Hash()}", entry.Sha256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(
                $"The checkpoint file {path} cannot be read: {e.Message} Expected {entry.Bytes} bytes with the SHA-256 {entry.Sha256}.");
        }
    }

    /// <summary>Reads files, and looks whether they are what the manifest says.</summary>
    /// <param name="entries">The files, from the manifest.</param>
    /// <exception cref="CheckpointException">One is missing, unreadable, or another one.</exception>
    /// <exception cref="RefusedException">The whole directory is not there.</exception>
    public void Verify(IEnumerable<CheckpointEntry> entries)
    {
        RequireRoot();
        foreach (var entry in entries)
        {
            var path = Path.Combine(Root, entry.File);
            try
            {
                using var file = File.OpenRead(path);
                Require(path, file.Length == entry.Bytes, $"found {file.Length} bytes", $"{entry.Bytes}");
                var hash = Convert.ToHexStringLower(SHA256.HashData(file));
                Require(path, hash == entry.Sha256, $"found the SHA-256 {hash}", entry.Sha256);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CheckpointException($"The checkpoint file {path} cannot be read: {e.Message}");
            }
        }
    }

    /// <summary>Finds the numbers of a slice: where its file is, and how many bytes come before its parameters.</summary>
    /// <param name="entry">The file, from the manifest.</param>
    /// <exception cref="CheckpointException">The file is not there, or another one.</exception>
    public (string Path, long First) FindNumbers(CheckpointEntry entry)
    {
        var path = Path.Combine(Root, entry.File);
        try
        {
            using var file = File.OpenRead(path);
            Require(path, file.Length == entry.Bytes, $"found {file.Length} bytes", $"{entry.Bytes}");
            return (path, SliceFileHeader.LengthIn(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoint file {path} cannot be read: {e.Message}");
        }
    }

    /// <summary>Looks whether files that other silos may have written are here too, as a recovery needs them.</summary>
    /// <param name="entries">The files.</param>
    /// <exception cref="CheckpointException">One is not.</exception>
    public void RequireFiles(IEnumerable<CheckpointEntry> entries)
    {
        foreach (var entry in entries)
        {
            var file = new FileInfo(Path.Combine(Root, entry.File));
            if (!file.Exists || file.Length != entry.Bytes)
            {
                throw new CheckpointException(
                    $"The checkpoint file {file.FullName}, which a silo has just written, is not there for the silo of the coordinator: found "
                    + $"{(file.Exists ? $"{file.Length} bytes" : "none")}, expected {entry.Bytes} bytes. All silos need the same data directory, "
                    + "on several machines one that they share (--data-dir).");
            }
        }
    }

    /// <summary>
    /// Removes the versions of a job that no manifest names. Versions above the newest one kept stay: they may be about to be
    /// written.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <param name="versions">The versions of the manifests that are kept, at least one.</param>
    /// <exception cref="CheckpointException">Some could not be removed; the others were.</exception>
    public void Keep(string jobId, IReadOnlyCollection<long> versions)
    {
        var newest = versions.Max();
        Remove(jobId, version => version < newest && !versions.Contains(version));
    }

    /// <summary>
    /// Removes the temporary files that crashed writers of a job have left. Its writers must be known to be gone: after the
    /// generation was raised and before anybody of the new one writes. One that wakes up later fails and does no harm.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <exception cref="CheckpointException">Some could not be removed; the others were.</exception>
    public void Sweep(string jobId) =>
        Remove(jobId, folder => Directory.GetFiles(folder).Where(DurableFile.IsTemporary), File.Delete);

    /// <summary>Removes versions of a job. Like <see cref="Sweep"/>, while nobody writes.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="isUseless">Whether a version may go.</param>
    /// <exception cref="CheckpointException">Some could not be removed; the others were.</exception>
    public void Remove(string jobId, Func<long, bool> isUseless) => Remove(
        jobId,
        folder => VersionOf(folder) is { } version && isUseless(version) ? [folder] : [],
        folder => Directory.Delete(folder, recursive: true));

    /// <summary>Removes all that there is of a job, which has ended.</summary>
    /// <param name="jobId">The job.</param>
    /// <exception cref="CheckpointException">It could not be removed.</exception>
    public void RemoveAll(string jobId)
    {
        var folder = Path.Combine(Root, jobId);
        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The checkpoints in {folder} were not removed: {e.Message}");
        }
    }

    // Where all of it is gone, its disk may not be mounted: then it may come back, and no checkpoint is to be given up for it.
    private void RequireRoot()
    {
        if (!Directory.Exists(Root))
        {
            throw new RefusedException($"There is no checkpoint directory {Root}, expected the one that checkpoints were written to.");
        }
    }

    private static void ReadHeader(string path, HashingFile file, byte[] expected)
    {
        var found = new byte[expected.Length];
        file.Read(found);
        Require(path, found.AsSpan().SequenceEqual(expected), $"found the first line {Text(found)}", Text(expected));
    }

    private static void Require(string path, bool fulfilled, string found, string expected)
    {
        if (!fulfilled)
        {
            throw new CheckpointException(
                $"The checkpoint file {path} is damaged or another one: {found}, expected {expected}.");
        }
    }

    private void Remove(string jobId, Func<string, IEnumerable<string>> choose, Action<string> delete)
    {
        var folder = Path.Combine(Root, jobId);
        var faults = new List<string>();
        try
        {
            foreach (var path in Directory.Exists(folder) ? Directory.GetDirectories(folder).SelectMany(choose) : [])
            {
                Remove(path, delete, faults);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(e.Message);
        }

        if (faults.Count > 0)
        {
            throw new CheckpointException(
                $"Old files in the checkpoint directory {folder} were not removed: {string.Join(" ", faults)} "
                + "They do no harm but take space; let the silo write there, or remove them by hand.");
        }
    }

    private static void Remove(string path, Action<string> delete, List<string> faults)
    {
        try
        {
            delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody else removes the same.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(e.Message);
        }
    }

    // What stands for itself in a message, also when a file holds anything at all.
    private static string Text(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder();
        foreach (var c in line.TrimEnd(" \n"u8))
        {
            text.Append(c is >= 0x20 and < 0x7f ? (char)c : '?');
        }

        return $"'{text}'";
    }

    // The system's words, without the temporary file's path behind them.
    private static string Reason(Exception e)
    {
        var path = e.Message.IndexOf(" : '", StringComparison.Ordinal);
        return (path < 0 ? e.Message : e.Message[..path]).TrimEnd('.');
    }

    private static long SizeOf(IReadOnlyList<AlignedBuffer> arrays) => arrays.Sum(a => (long)a.Length * sizeof(float));

    private static string FileOf(SliceVersion slice) => string.Create(
        CultureInfo.InvariantCulture, $"{slice.JobId}/{slice.Version:D12}/layer-{slice.Layer}-slice-{slice.Slice}.tensors");

    private static long? VersionOf(string folder) =>
        long.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
