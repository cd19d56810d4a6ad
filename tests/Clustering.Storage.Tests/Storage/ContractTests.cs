using Granary.Clustering.Storage.Tests.Servers;

namespace Granary.Clustering.Storage.Tests.Storage;

public sealed class FileContractTests(FilesFixture fixture) : GrainStorageContract, IClassFixture<FilesFixture>
{
    private protected override TestSilo Silo => fixture.Silo;
}

[Collection(RedisTests.Name)]
public sealed class RedisContractTests(RedisFixture fixture) : GrainStorageContract
{
    private protected override TestSilo Silo => fixture.Silo;
}

[Collection(PostgresTests.Name)]
public sealed class PostgresContractTests(PostgresFixture fixture) : GrainStorageContract
{
    private protected override TestSilo Silo => fixture.Silo;
}
