using System.Security.Cryptography;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Uploads;
using Granary.Grains.Uploads;

namespace Granary.Grains.Tests.Uploads;

public sealed class UploadDeskTests : IDisposable
{
    private const int Piece = IUploadGrain.PieceBytes;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = new byte[(3 * Piece) + 5];
    private readonly DataSetFacts _set;
    private readonly ShiftedTime _time = new();

    public UploadDeskTests()
    {
        new Random(1).NextBytes(_content);
        _set = new DataSetFacts(Convert.ToHexStringLower(SHA256.HashData(_content)), _content.Length, "people.csv");
    }

    private string Root => Path.Combine(_folder.Path, "uploads");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_AllPieces_KeepsTheFileUnderItsHash()
    {
        var store = Store();

        Assert.Equal(new UploadProgress(_content.Length, true), AppendAll(store));

        Assert.Equal(_content, File.ReadAllBytes(store.Find(_set.Sha256)!));
        Assert.Equal([_set with { UploadedAt = _time.GetUtcNow() }], store.List());
        Assert.Equal(2, Directory.GetFiles(Root).Length);
        Assert.Equal(new UploadProgress(_content.Length, true), store.Look(_set));
    }

    [Fact]
    public void Append_AnyOrder_WritesInTheRightOne()
    {
        foreach (var order in new[] { new[] { 3, 2, 1, 0 }, [1, 0, 3, 2], [0, 0, 2, 1, 1, 3] })
        {
            var store = Store();
            using var desk = new UploadDesk(store);
            var last = Array.ConvertAll(order, p => Append(desk, p))[^1];

            Assert.Equal(new UploadProgress(_content.Length, true), last);
            Assert.Equal(_content, File.ReadAllBytes(store.Find(_set.Sha256)!));
            Assert.True(store.Remove(_set.Sha256));
            Assert.Empty(Directory.GetFiles(Root));
        }
    }

    [Fact]
    public void Append_AfterTheSiloWasRestarted_NeedsTheRestOnly()
    {
        using (var before = new UploadDesk(Store()))
        {
            Append(before, 0);
            Assert.Equal(new UploadProgress(2 * Piece, false), Append(before, 1));
        }

        var store = Store();
        Assert.Equal(new UploadProgress(2 * Piece, false), store.Look(_set));
        using var desk = new UploadDesk(store);
        Append(desk, 2);

        Assert.Equal(new UploadProgress(_content.Length, true), Append(desk, 3));
    }

    [Fact]
    public void Append_OtherBytesThanAnnounced_AreRefusedAndLeaveNothing()
    {
        _content[7] ^= 1;

        var last = AppendAll(Store());

        Assert.False(last.IsWhole);
        Assert.Contains("was changed while it was sent", last.Error);
        Assert.Empty(Directory.GetFiles(Root));
    }

    [Fact]
    public void Append_PiecesThatMayNotBe_ChangeNothing()
    {
        using var desk = new UploadDesk(Store());

        Assert.Equal(0, desk.Append(_set, 0, new byte[Piece + 1]).Bytes);
        Assert.Equal(0, desk.Append(_set, -1, new byte[1]).Bytes);
        Assert.Equal(0, desk.Append(_set, _set.Bytes - 1, new byte[2]).Bytes);
        Assert.Equal(0, desk.Append(_set with { Bytes = 1L << 40 }, IUploadGrain.WindowBytes, new byte[1]).Bytes);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789")]
    public void AnyCall_NoHash_IsRefused(string sha256)
    {
        var store = Store();
        using var desk = new UploadDesk(store);

        Assert.Throws<RefusedException>(() => store.Find(sha256));
        Assert.Throws<RefusedException>(() => store.Remove(sha256));
        Assert.Throws<RefusedException>(() => desk.Append(_set with { Sha256 = sha256 }, 0, [1]));
        Assert.False(Directory.Exists(Root));
    }

    [Fact]
    public void Look_BeyondTheLimits_SaysWhatIsFoundAndWhatWouldHelp()
    {
        AppendAll(Store());
        var other = _set with { Sha256 = new string('a', 64) };

        Assert.Null(Store(new UploadLimits(_set.Bytes, 2 * _set.Bytes)).Look(other).Error);
        var tooLong = Store(new UploadLimits(_set.Bytes - 1, 1L << 40)).Look(other).Error;
        var tooMuch = Store(new UploadLimits(_set.Bytes, (2 * _set.Bytes) - 1)).Look(other).Error;
        var noRoom = Store(new UploadLimits(long.MaxValue, long.MaxValue)).Look(other with { Bytes = 1L << 60 }).Error;

        Assert.Contains($"found {_set.Bytes} bytes, expected at most {_set.Bytes - 1} a data set", tooLong);
        Assert.Contains("--data-set-limit", tooLong);
        Assert.Contains($"and {_set.Bytes} of other data sets, expected at most {(2 * _set.Bytes) - 1} in all", tooMuch);
        Assert.Contains("'granary data'", tooMuch);
        Assert.Contains("free on the silo's disk", noRoom);
    }

    [Fact]
    public void Look_APartThatNobodyWentOnWithForADay_IsRemoved()
    {
        using (var desk = new UploadDesk(Store()))
        {
            Append(desk, 0);
        }

        File.SetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Root)), _time.GetUtcNow().UtcDateTime.AddHours(-25));

        Assert.Equal(new UploadProgress(0, false), Store().Look(_set));
        Assert.Empty(Directory.GetFiles(Root));
    }

    [Fact]
    public void Append_TwoSilosWithOneDirectory_DoNotMeet()
    {
        var (first, second) = (Store(silo: "a"), Store(silo: "b"));
        using var one = new UploadDesk(first);
        using var two = new UploadDesk(second);
        for (var piece = 0; piece < 3; piece++)
        {
            Append(one, piece);
            Append(two, piece);
        }

        Assert.True(Append(one, 3).IsWhole);
        Assert.True(Append(two, 3).IsWhole);
        Assert.Equal(_content, File.ReadAllBytes(first.Find(_set.Sha256)!));
        Assert.Single(second.List());
    }

    [Fact]
    public void List_FactsThatAreLost_StillTellsOfTheDataSet()
    {
        var store = Store();
        AppendAll(store);
        File.WriteAllText(store.Find(_set.Sha256) + ".json", "{");

        var found = Assert.Single(store.List());

        Assert.Equal((_set.Sha256, _set.Bytes), (found.Sha256, found.Bytes));
    }

    private UploadStore Store(UploadLimits? limits = null, string silo = "silo") => new(Root, silo, limits ?? UploadLimits.Default, _time);

    private UploadProgress AppendAll(UploadStore store)
    {
        using var desk = new UploadDesk(store);
        return Array.ConvertAll(new[] { 0, 1, 2, 3 }, p => Append(desk, p))[^1];
    }

    private UploadProgress Append(UploadDesk desk, int piece)
    {
        var offset = (long)piece * Piece;
        return desk.Append(_set, offset, _content[(int)offset..(int)Math.Min(_content.Length, offset + Piece)]);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
