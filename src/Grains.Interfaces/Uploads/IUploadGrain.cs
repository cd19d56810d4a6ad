using Orleans.Concurrency;

namespace Granary.Grains.Interfaces.Uploads;

/// <summary>
/// Keeps data sets on one silo. Its key is made by <see cref="GrainKeys.Silo"/>, which also places it there.
/// </summary>
/// <remarks>
/// An upload goes to one silo, in pieces, each with the offset of its first byte. The silo writes them in their order, holds back one that has
/// overtaken others, and answers each with how much it has written. So whoever uploads needs to remember nothing: after a loss of either side they
/// go on from what the answer says, and two who upload the same file help each other. With the last piece the silo compares the
/// hash of all bytes with the one that was announced, and only then gives the file its name. Silos that share a data directory have
/// it in common from then on; another one fetches it when a job of its own names it.
/// </remarks>
[Alias("granary.IUploadGrain")]
public interface IUploadGrain : IGrainWithStringKey
{
    /// <summary>The longest piece, in bytes.</summary>
    const int PieceBytes = 1 << 20;

    /// <summary>How far a piece may begin behind the bytes that the silo has. Orleans may deliver messages in another order.</summary>
    const int WindowBytes = 8 * PieceBytes;

    /// <summary>Finds out which files this silo can read by itself, under the same paths.</summary>
    /// <param name="files">The files.</param>
    /// <returns>For each whether it can, and the file has the same length and sample.</returns>
    [AlwaysInterleave, Alias("CanRead")]
    Task<bool[]> CanRead(FileMark[] files);

    /// <summary>How much this silo has of a data set, and whether it takes the rest.</summary>
    /// <param name="set">The data set.</param>
    [AlwaysInterleave, Alias("Look")]
    Task<UploadProgress> Look(DataSetFacts set);

    /// <summary>Takes a piece of a data set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="offset">The piece's first byte. A piece that has come before, or is beyond the window, changes nothing.</param>
    /// <param name="piece">At most <see cref="PieceBytes"/>.</param>
    /// <returns>How much the silo has written.</returns>
    [Alias("Append")]
    Task<UploadProgress> Append(DataSetFacts set, long offset, DataPiece piece);

    /// <summary>Reads a piece of a data set.</summary>
    /// <param name="sha256">The data set's hash.</param>
    /// <param name="offset">The first byte.</param>
    /// <returns>At most <see cref="PieceBytes"/>; less only at the end.</returns>
    /// <exception cref="RefusedException">This silo does not have it.</exception>
    [AlwaysInterleave, Alias("Read")]
    Task<DataPiece> Read(string sha256, long offset);

    /// <summary>The data sets that this silo has, in the order in which they came.</summary>
    [AlwaysInterleave, Alias("List")]
    Task<DataSetFacts[]> List();

    /// <summary>Looks at a data set as a job without any settings would.</summary>
    /// <param name="sha256">The data set's hash.</param>
    /// <exception cref="RefusedException">This silo does not have it.</exception>
    [AlwaysInterleave, ResponseTimeout("00:05:00"), Alias("Describe")]
    Task<DataSetView> Describe(string sha256);

    /// <summary>Removes a data set, or what has come of it.</summary>
    /// <param name="sha256">The data set's hash.</param>
    /// <returns>False when there is nothing of it here.</returns>
    /// <exception cref="RefusedException">It could not be removed.</exception>
    [Alias("Remove")]
    Task<bool> Remove(string sha256);
}
