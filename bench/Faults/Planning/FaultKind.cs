namespace Granary.Benchmarks.Faults.Planning;

/// <summary>What happens to silos.</summary>
public enum FaultKind
{
    /// <summary>SIGKILL to one.</summary>
    Kill,

    /// <summary>SIGKILL to all, then one is started.</summary>
    KillAll,

    /// <summary>SIGSTOP until the others have gone on without it, then SIGCONT.</summary>
    Freeze,

    /// <summary>SIGSTOP for a second, then SIGCONT: nobody need go on without it.</summary>
    Blink,

    /// <summary>SIGTERM: it leaves politely.</summary>
    Terminate,

    /// <summary>A bit of the newest checkpoint is flipped, then SIGKILL to one, so that the checkpoint is read.</summary>
    Damage,

    /// <summary>One silo more is started; when it works, another one leaves by SIGTERM.</summary>
    Join,
}
