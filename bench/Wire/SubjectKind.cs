namespace Granary.Benchmarks.Wire;

public enum SubjectKind
{
    /// <summary>Blocking TCP sockets, without Orleans.</summary>
    Raw,

    /// <summary>Orleans with its own transport.</summary>
    Stock,

    /// <summary>Orleans with Granary's transport over TCP.</summary>
    Tcp,

    /// <summary>Orleans with Granary's transport over Unix sockets.</summary>
    Unix,

    /// <summary>Orleans with Granary's transport over TCP, with TLS and certificates on both sides.</summary>
    Tls,
}
