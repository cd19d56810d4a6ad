namespace Granary.Grains.Interfaces.Silos;

/// <summary>What a silo exchanges with other silos, as its transport counts it.</summary>
public interface ISiloTraffic
{
    /// <summary>Bytes written to the sockets of other silos since the silo was started: tensors, control, probes and framing.</summary>
    long BytesSent { get; }

    /// <summary>Bytes read from the sockets of other silos since the silo was started.</summary>
    long BytesReceived { get; }
}
