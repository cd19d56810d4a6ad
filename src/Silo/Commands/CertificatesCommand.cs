using System.CommandLine;
using System.CommandLine.Parsing;
using Granary.Clustering;
using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;

namespace Granary.Silo.Commands;

/// <summary>The commands <c>granary-silo certificates create</c>, <c>renew</c> and <c>show</c>.</summary>
internal static class CertificatesCommand
{
    private const int WrongRequest = 2;

    private static readonly Option<string?> Folder = new(ClusterChoice.CertificatesOption)
    {
        Description = $"The folder of the certificates. [default: {ClusterChoice.CertificatesVariable}, or certificates in the data directory]",
        HelpName = "DIR",
    };

    private static readonly Option<string[]> Names = new("--name")
    {
        Description = "A host name or IP address under which browsers reach a silo, beside localhost. May be repeated. "
            + "[default: this machine's, or those of the certificate that is renewed]",
        HelpName = "NAME",
        CustomParser = ParseNames,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create() => new("certificates", "Make, renew and show the certificates of a cluster.")
    {
        Make("create", "Make a new cluster's authority and certificate.", names: true, CreateAsync),
        Make("renew", "Make a new certificate of the same authority. Running silos take it up by themselves.", names: true, RenewAsync),
        Make("show", "Show whom a certificate is for, and how long it lasts.", names: false, ShowAsync),
    };

    private static Command Make(string name, string description, bool names, Func<CertificateFolder, string[], ClusterChoice, TextWriter, Task> act)
    {
        var command = new Command(name, description) { Folder, SiloCommandOptions.DataDirectory };
        if (names)
        {
            command.Options.Add(Names);
        }

        command.SetAction((result, _) => Run(result, names, act));
        return command;
    }

    private static async Task<int> Run(ParseResult result, bool names, Func<CertificateFolder, string[], ClusterChoice, TextWriter, Task> act)
    {
        var console = result.InvocationConfiguration;
        var choice = new ClusterChoice(null, result.GetValue(SiloCommandOptions.DataDirectory), result.GetValue(Folder));
        try
        {
            var folder = new CertificateFolder(ClusterChoice.FindCertificates(choice.Certificates, DataDirectory.Find(choice.DataDirectory)));
            await act(folder, names ? result.GetValue(Names) ?? [] : [], choice, console.Output);
            return 0;
        }
        catch (ClusterFaultException e)
        {
            await console.Error.WriteLineAsync("granary-silo: " + e.Message);
            return WrongRequest;
        }
    }

    private static async Task CreateAsync(CertificateFolder folder, string[] names, ClusterChoice choice, TextWriter output)
    {
        folder.Create(CertificateNames.WithLoopback(names.Length > 0 ? names : CertificateNames.OfThisMachine()), DateTimeOffset.UtcNow);
        await output.WriteLineAsync($"Made a cluster's certificates in {folder.Path}:");
        await output.WriteLineAsync("  authority.pem  says who belongs to the cluster; browsers and curl take it too");
        await output.WriteLineAsync("  authority.key  makes more certificates; no silo needs it: keep it where nobody else gets it");
        await output.WriteLineAsync("  member.pem     what silos and consoles show, with its private key");
        await WriteMemberAsync(folder, output);
        await output.WriteLineAsync("next: copy authority.pem and member.pem to the other machines of the cluster");
        await output.WriteLineAsync($"next: {choice.ForSameCluster("granary-silo --host IP")}");
    }

    private static async Task RenewAsync(CertificateFolder folder, string[] names, ClusterChoice choice, TextWriter output)
    {
        folder.Renew(names.Length > 0 ? CertificateNames.WithLoopback(names) : null, DateTimeOffset.UtcNow);
        await output.WriteLineAsync($"Made a new certificate in {folder.MemberFile}. Silos that read this file take it up with their next connection.");
        await WriteMemberAsync(folder, output);
        await output.WriteLineAsync("next: copy member.pem to the other machines of the cluster");
    }

    private static async Task ShowAsync(CertificateFolder folder, string[] names, ClusterChoice choice, TextWriter output)
    {
        var member = folder.Current();
        await output.WriteLineAsync($"certificates in {folder.Path}");
        await WriteMemberAsync(folder, output);
        await output.WriteLineAsync(
            $"authority valid until {CertificateFault.Text(member.AuthorityUntil)}, its key is {(File.Exists(folder.KeyFile) ? "here" : "not here")}");
    }

    private static async Task WriteMemberAsync(CertificateFolder folder, TextWriter output)
    {
        var member = folder.Current();
        await output.WriteLineAsync($"member    for {string.Join(", ", member.Names)}");
        var fault = member.FindFault();
        var left = (int)(member.Until - DateTimeOffset.UtcNow).TotalDays;
        await output.WriteLineAsync(fault is null
            ? $"member    valid until {CertificateFault.Text(member.Until)}, {left} {(left == 1 ? "day" : "days")} left"
            : $"member    cannot be used: {fault}");
    }

    private static string[] ParseNames(ArgumentResult result)
    {
        var names = result.Tokens.Select(t => t.Value).ToArray();
        foreach (var wrong in names.Where(n => !CertificateNames.IsName(n)))
        {
            result.AddError($"--name: found '{wrong}', expected a host name or an IP address, for example silo-1.example.org");
        }

        return names;
    }
}
