using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Requests.Faults;
using Granary.Requests.Transfers;

namespace Granary.Client.Submissions;

/// <summary>Uploads a file to a cluster, unless it is there.</summary>
/// <param name="cluster">The cluster.</param>
/// <param name="progress">Told how far it is; null for nobody.</param>
internal sealed class FileUpload(IClusterConnection cluster, IProgress<SubmissionProgress>? progress)
{
    /// <summary>Uploads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Ends it. What the cluster has then it keeps.</param>
    /// <exception cref="RequestException">The cluster takes no more, or the file cannot be read.</exception>
    public async Task<DataSetFacts> SendAsync(LocalFile file, CancellationToken cancellationToken)
    {
        try
        {
            Show(SubmissionStage.Hashing, 0);
            var set = await Task.Run(() => file.Hash(bytes => Show(SubmissionStage.Hashing, bytes), cancellationToken), cancellationToken);
            Show(SubmissionStage.Uploading, 0);
            Show(SubmissionStage.Uploaded, await SendAsync(file, set, cancellationToken));
            return set;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RequestException($"{file.Path} cannot be read: {e.Message}");
        }

        void Show(SubmissionStage stage, long bytes) => progress?.Report(new SubmissionProgress(stage, file.Name, bytes, file.Bytes));
    }

    // What has come to a silo that is lost may have to be sent again, to another one.
    private async Task<long> SendAsync(LocalFile file, DataSetFacts set, CancellationToken cancellationToken)
    {
        using var stream = new UploadStream(
            file.Path, set, bytes => progress?.Report(new SubmissionProgress(SubmissionStage.Uploading, file.Name, bytes, set.Bytes)));
        while (true)
        {
            var (silo, have) = await UploadTarget.ChooseAsync(cluster, set, cancellationToken);
            if (have.IsWhole)
            {
                return stream.Sent;
            }

            if (await stream.SendAsync(silo, have.Bytes, cancellationToken) is { } error)
            {
                throw UploadTarget.Refused(file.Name, error);
            }
        }
    }
}
