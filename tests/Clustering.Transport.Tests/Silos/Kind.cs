namespace Granary.Clustering.Transport.Tests.Silos;

/// <summary>A silo's transport.</summary>
public enum Kind
{
    Stock,
    Tcp,
    Unix,
}
