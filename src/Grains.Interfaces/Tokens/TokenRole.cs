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

/// <summary>What roles have in common.</summary>
public static class TokenRoleExtensions
{
    /// <summary>A role in a word, for example <c>viewer</c>.</summary>
    /// <param name="role">The role.</param>
    public static string Name(this TokenRole role) => role.ToString().ToLowerInvariant();
}
