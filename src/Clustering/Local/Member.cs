namespace Granary.Clustering.Local;

/// <summary>One silo in the table of members, as the file has it.</summary>
internal sealed record Member
{
    /// <summary><see cref="SiloAddress.ToParsableString"/>.</summary>
    public required string Address { get; init; }

    /// <summary>Changes whenever anything but <see cref="IAmAliveTime"/> does.</summary>
    public required string ETag { get; init; }

    /// <summary>Its state.</summary>
    public required SiloStatus Status { get; init; }

    /// <summary>The silo's name.</summary>
    public required string SiloName { get; init; }

    /// <summary>The machine's name.</summary>
    public required string HostName { get; init; }

    /// <summary>The port for clients; 0 when it serves none.</summary>
    public required int ProxyPort { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTime StartTime { get; init; }

    /// <summary>When it last said that it lives, UTC.</summary>
    public required DateTime IAmAliveTime { get; init; }

    /// <summary>Who says that it is dead; null when Orleans gave no list.</summary>
    public Vote[]? SuspectTimes { get; init; }

    /// <summary>Orleans' role name.</summary>
    public string? RoleName { get; init; }

    /// <summary>Orleans' update zone.</summary>
    public int UpdateZone { get; init; }

    /// <summary>Orleans' fault zone.</summary>
    public int FaultZone { get; init; }

    /// <summary>The latest moment of which the entry tells, UTC.</summary>
    public DateTime LastSign() =>
        (SuspectTimes ?? []).Select(v => v.Time).Append(StartTime).Append(IAmAliveTime).Max();

    public static Member From(MembershipEntry entry) => new()
    {
        Address = entry.SiloAddress.ToParsableString(),
        ETag = NewETag(),
        Status = entry.Status,
        SiloName = entry.SiloName,
        HostName = entry.HostName,
        ProxyPort = entry.ProxyPort,
        StartTime = Utc(entry.StartTime),
        IAmAliveTime = Utc(entry.IAmAliveTime),
        SuspectTimes = entry.SuspectTimes?.Select(v => new Vote(v.Item1.ToParsableString(), Utc(v.Item2))).ToArray(),
        RoleName = entry.RoleName,
        UpdateZone = entry.UpdateZone,
        FaultZone = entry.FaultZone,
    };

    public static string NewETag() => Guid.NewGuid().ToString("N");

    // Orleans' times are UTC whether they say so or not.
    public static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    public MembershipEntry ToEntry() => new()
    {
        SiloAddress = SiloAddress.FromParsableString(Address),
        Status = Status,
        SiloName = SiloName,
        HostName = HostName,
        ProxyPort = ProxyPort,
        StartTime = StartTime,
        IAmAliveTime = IAmAliveTime,
        SuspectTimes = SuspectTimes?.Select(v => Tuple.Create(SiloAddress.FromParsableString(v.Silo), v.Time)).ToList(),
        RoleName = RoleName,
        UpdateZone = UpdateZone,
        FaultZone = FaultZone,
    };
}

/// <summary>A silo's word that another one is dead.</summary>
/// <param name="Silo">Who says so.</param>
/// <param name="Time">When, UTC.</param>
internal sealed record Vote(string Silo, DateTime Time);
