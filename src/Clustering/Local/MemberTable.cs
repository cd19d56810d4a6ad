using Granary.Grains.Interfaces;

namespace Granary.Clustering.Local;

/// <summary>
/// The table of members, never changed: each change gives a new one. <see cref="IMembershipTable"/>'s rules: a change of members is
/// made only by somebody who has seen the table as it is (its etag) and the changed row as it is (the row's etag), and gives both
/// new etags. A sign of life is no change of members: it leaves version and etags alone.
/// </summary>
internal sealed record MemberTable
{
    /// <summary>What the file says it is.</summary>
    public const string KindText = "granary members";

    /// <summary>Always <see cref="KindText"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The protocol of the silos that are in it.</summary>
    public required int Protocol { get; init; }

    /// <summary>Grows with each change of members.</summary>
    public required int Version { get; init; }

    /// <summary>Another one with each change of members.</summary>
    public required string ETag { get; init; }

    /// <summary>The silos, dead ones too, in the order of their coming.</summary>
    public required Member[] Members { get; init; }

    /// <summary>A table without members.</summary>
    /// <param name="protocol">The protocol; <see cref="ClusterDefaults.ProtocolVersion"/> outside of tests.</param>
    public static MemberTable Empty(int protocol) =>
        new() { Kind = KindText, Protocol = protocol, Version = 0, ETag = Member.NewETag(), Members = [] };

    /// <summary>The row of a silo; null when there is none.</summary>
    public Member? Find(SiloAddress silo)
    {
        var address = silo.ToParsableString();
        return Array.Find(Members, m => m.Address == address);
    }

    /// <summary>The table with a silo more; null when it has it already or is not the table that the version was read from.</summary>
    public MemberTable? TryInsert(MembershipEntry entry, TableVersion next) =>
        next.VersionEtag == ETag && Find(entry.SiloAddress) is null ? Changed([.. Members, Member.From(entry)], next) : null;

    /// <summary>The table with another row for a silo; null when row or table are not those that were read.</summary>
    public MemberTable? TryUpdate(MembershipEntry entry, string etag, TableVersion next) =>
        next.VersionEtag == ETag && Find(entry.SiloAddress) is { } old && old.ETag == etag
            ? Changed(Replace(old, Member.From(entry)), next)
            : null;

    /// <summary>The table with a silo's sign of life; null when it does not have the silo.</summary>
    public MemberTable? TrySign(SiloAddress silo, DateTime time) =>
        Find(silo) is { } old ? this with { Members = Replace(old, old with { IAmAliveTime = Member.Utc(time) }) } : null;

    /// <summary>The table without the dead silos of which nothing was heard since a moment; null when there are none.</summary>
    public MemberTable? TryClean(DateTimeOffset before)
    {
        var kept = Array.FindAll(Members, m => m.Status != SiloStatus.Dead || m.LastSign() >= before.UtcDateTime);
        return kept.Length < Members.Length ? this with { Members = kept } : null;
    }

    /// <summary>The table as Orleans wants it.</summary>
    public MembershipTableData ToData() => new([.. Members.Select(Row)], new TableVersion(Version, ETag));

    /// <summary>One row as Orleans wants it.</summary>
    public MembershipTableData ToData(SiloAddress silo)
    {
        var version = new TableVersion(Version, ETag);
        return Find(silo) is { } member ? new MembershipTableData(Row(member), version) : new MembershipTableData(version);
    }

    private static Tuple<MembershipEntry, string> Row(Member member) => Tuple.Create(member.ToEntry(), member.ETag);

    private Member[] Replace(Member old, Member @new) => [.. Members.Select(m => ReferenceEquals(m, old) ? @new : m)];

    private MemberTable Changed(Member[] members, TableVersion next) =>
        this with { Version = next.Version, ETag = Member.NewETag(), Members = members };
}
