using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Granary.Grains.Interfaces.Tensors;

/// <summary>
/// Floats that other processes of this machine and user can read where they are, so that tensors between them need not travel.
/// </summary>
/// <remarks>
/// It is a file that exists in memory only and has no place in any directory (Linux's <c>memfd_create</c>). Others open it by way of
/// <c>/proc/PROCESS/fd/FILE</c>, which the kernel allows to the same user. It is there as long as somebody has it mapped, also
/// when the process that made it was killed, and leaves nothing behind. Who opened it can read it only.
/// <para>
/// The memory belongs to the garbage collector: nothing has to be freed. What was opened stays mapped while a block of it is
/// reachable.
/// </para>
/// </remarks>
public sealed unsafe class SharedMemory
{
    private const uint CloseOnExec = 1;

    private static readonly ConcurrentDictionary<Guid, WeakReference<SharedMemory>> Opened = new();
    private static readonly Lazy<string?> ThisMachine = new(FindMachine);

    // Fields keep open and mapped what the pointer needs.
    private readonly SafeFileHandle? _file;
    private readonly MemoryMappedViewAccessor _view;

    private SharedMemory(SharedMemoryName name, SafeFileHandle? file, MemoryMappedViewAccessor view, long bytes)
    {
        Name = name;
        Length = (int)(bytes / sizeof(float));
        Pointer = (float*)view.SafeMemoryMappedViewHandle.DangerousGetHandle();
        _file = file;
        _view = view;
        GC.AddMemoryPressure(Math.Max(1, bytes));
    }

    /// <summary>Tells the collector, which does not see what is mapped, that it is gone.</summary>
    ~SharedMemory() => GC.RemoveMemoryPressure(Math.Max(1, (long)Length * sizeof(float)));

    /// <summary>
    /// What two processes have in common when they can share memory: the running kernel, the namespaces in which it counts
    /// processes and users, and the user. Null where memory cannot be shared.
    /// </summary>
    public static string? Machine => ThisMachine.Value;

    /// <summary>Where others find it.</summary>
    public SharedMemoryName Name { get; }

    /// <summary>The first float, at the start of a page. Valid while this object is reachable.</summary>
    public float* Pointer { get; }

    /// <summary>How many floats.</summary>
    public int Length { get; }

    /// <summary>Makes zeroed memory; null when the system has none to give or does not allow it.</summary>
    /// <param name="length">How many floats, at least 1.</param>
    public static SharedMemory? TryCreate(int length)
    {
        if (Machine is null)
        {
            return null;
        }

        var id = Guid.NewGuid();
        var file = CreateFile(FileName(id), CloseOnExec);
        var bytes = (long)length * sizeof(float);
        try
        {
            RandomAccess.SetLength(file, bytes);
            var name = new SharedMemoryName(Environment.ProcessId, (int)file.DangerousGetHandle(), id);
            return new SharedMemory(name, file, Map(file, bytes, MemoryMappedFileAccess.ReadWrite), bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or ObjectDisposedException)
        {
            file.Dispose();
            return null;
        }
    }

    /// <summary>Finds memory of this or another process, to read it.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">It is not there, or this process may not read it.</exception>
    public static SharedMemory Open(SharedMemoryName name)
    {
        if (Opened.TryGetValue(name.Id, out var known) && known.TryGetTarget(out var memory))
        {
            return memory;
        }

        memory = OpenFile(name);
        foreach (var (id, reference) in Opened)
        {
            if (!reference.TryGetTarget(out _))
            {
                Opened.TryRemove(id, out _);
            }
        }

        Opened[name.Id] = new WeakReference<SharedMemory>(memory);
        return memory;
    }

    private static SharedMemory OpenFile(SharedMemoryName name)
    {
        var path = $"/proc/{name.Process}/fd/{name.File}";
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite);
            var found = new FileInfo($"/proc/self/fd/{(int)file.DangerousGetHandle()}").LinkTarget;
            if (found?.StartsWith($"/memfd:{FileName(name.Id)} ", StringComparison.Ordinal) == true)
            {
                var bytes = RandomAccess.GetLength(file);
                return new SharedMemory(name, null, Map(file, bytes, MemoryMappedFileAccess.Read), bytes);
            }

            throw Missing($"found {found}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Missing(e.Message);
        }

        InvalidDataException Missing(string found) => new(
            $"A tensor was announced in the memory {FileName(name.Id)} of process {name.Process}, which cannot be read here: {found}. Either that "
            + "process has ended, or this machine does not let its processes see each other: start the silos with --no-shared-memory.");
    }

    private static MemoryMappedViewAccessor Map(SafeFileHandle file, long bytes, MemoryMappedFileAccess access)
    {
        using var map = MemoryMappedFile.CreateFromFile(file, null, bytes, access, HandleInheritability.None, leaveOpen: true);
        return map.CreateViewAccessor(0, bytes, access);
    }

    private static string FileName(Guid id) => $"granary-{id:N}";

    private static string? FindMachine()
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? string.Join(
                    ' ',
                    File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(),
                    new FileInfo("/proc/self/ns/pid").LinkTarget,
                    new FileInfo("/proc/self/ns/user").LinkTarget,
                    EffectiveUser())
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern SafeFileHandle CreateFile([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();
}
