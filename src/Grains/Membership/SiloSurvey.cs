namespace Granary.Grains.Membership;

/// <summary>What was found when the members were asked.</summary>
/// <param name="Members">The members.</param>
/// <param name="Silos">Those of them that a job may be assigned to: they answer, do not want to leave, and reach each other.</param>
/// <param name="LeftOut">The others, but for those that want to leave.</param>
internal sealed record SiloSurvey(string[] Members, SiloCapacity[] Silos, LeftOutSilo[] LeftOut)
{
    /// <summary>Whether a job may be assigned to all members.</summary>
    public bool IsComplete => Silos.Length == Members.Length;
}
