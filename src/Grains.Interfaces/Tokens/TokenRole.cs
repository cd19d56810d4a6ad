namespace Granary.Grains.Interfaces.Tokens;

/// <summary>What a token lets do over HTTP. Each role may do what the ones before it may.</summary>
public enum TokenRole
{
    /// <summary>Look at everything, download models, and predict.</summary>
    Viewer,

    /// <summary>Upload data, submit jobs, and pause, resume and cancel them.</summary>
    Submitter,

    /// <summary>Remove data and models too.</summary>
    Operator,
}
