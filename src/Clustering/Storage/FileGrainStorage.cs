using System.Globalization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Granary.Clustering.Storage;

/// <summary>
/// Keeps the small states of grains in files, for the silos of one machine or of a shared directory. A state is written whole
/// or not at all, also when the power fails, and only by who has read the version before (see <see cref="StateFolder"/>).
/// </summary>
/// <remarks>
/// The states are written by Orleans' serializer and not as JSON: it follows the numbers and aliases that the types state for the
/// wire anyway, so a renamed member loses nothing, and it keeps what JSON has no word for, such as a loss that is not a number.
/// The first line of each file is JSON and tells people what it is.
/// </remarks>
/// <param name="root">The directory that holds a folder for each state.</param>
/// <param name="serializer">Writes and reads states.</param>
/// <param name="activators">Makes the states of grains that have none yet.</param>
/// <param name="time">Tells when a state was written.</param>
public sealed class FileGrainStorage(
    string root, IGrainStorageSerializer serializer, IActivatorProvider activators, TimeProvider time) : IGrainStorage
{
    /// <inheritdoc/>
    /// <exception cref="StateFileException">The state's file is damaged.</exception>
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var file = await Task.Run(Folder(stateName, grainId, out _).Read);
        var exists = file is { Header.Exists: true };
        grainState.State = exists ? serializer.Deserialize<T>(new BinaryData(file!.Payload)) : Empty<T>();
        grainState.ETag = file is null ? null : ETag(file.Header.Version);
        grainState.RecordExists = exists;
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The state was written by somebody else since it was read.</exception>
    /// <exception cref="IOException">It could not be written; what was written before is untouched.</exception>
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var payload = serializer.Serialize(grainState.State);
        await Write(stateName, grainId, grainState, exists: true, payload.ToMemory());
    }

    /// <inheritdoc/>
    /// <exception cref="InconsistentStateException">The state was written by somebody else since it was read.</exception>
    /// <exception cref="IOException">It could not be cleared; what was written before is untouched.</exception>
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await Write(stateName, grainId, grainState, exists: false, default);
        grainState.State = Empty<T>();
    }

    private async Task Write<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, bool exists, ReadOnlyMemory<byte> payload)
    {
        var folder = Folder(stateName, grainId, out var key);
        var version = Version(grainState.ETag) + 1;
        var file = StateFile.Create(key, version, time.GetUtcNow(), exists, payload);
        if (!await Task.Run(() => folder.TryWrite(file)))
        {
            var newest = folder.Newest();
            throw new InconsistentStateException(
                $"The state '{stateName}' of {grainId} was written by somebody else: found version {newest}, expected "
                + $"{version - 1}, in {root}.",
                newest is null ? null : ETag(newest.Value),
                grainState.ETag);
        }

        grainState.ETag = ETag(version);
        grainState.RecordExists = exists;
    }

    private StateFolder Folder(string stateName, GrainId grainId, out StateKey key)
    {
        key = new StateKey(grainId.ToString(), stateName);
        return new StateFolder(Path.Combine(root, key.FolderName()), key);
    }

    private T Empty<T>() => activators.GetActivator<T>().Create();

    private static string ETag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private static long Version(string? etag) => etag is null ? 0 : long.Parse(etag, CultureInfo.InvariantCulture);
}
