namespace Granary.Clustering.Transport.Tests.Silos;

/// <summary>A silo's transport.</summary>
public enum Kind
{
    Stock,
    Tcp,
    Unix,

    /// <summary>TCP with certificates.</summary>
    Tls,

    /// <summary>TCP with the secret of a data directory.</summary>
    Secret,
}
