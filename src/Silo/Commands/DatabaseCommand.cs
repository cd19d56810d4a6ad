using System.CommandLine;
using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;

namespace Granary.Silo.Commands;

/// <summary>The command <c>granary-silo database create</c>: sets up a PostgreSQL database before the first silo starts.</summary>
internal static class DatabaseCommand
{
    private const int WrongRequest = 2;

    private const string Expected =
        "expected postgres:CONNECTION-STRING, for example 'postgres:Host=db;Username=granary;Password=SECRET;Database=granary'";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var cluster = new Option<string?>(ClusterChoice.AddressOption)
        {
            Description = $"The database, as postgres:CONNECTION-STRING. If omitted, {ClusterChoice.AddressVariable} is used.",
            HelpName = "ADDRESS",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ClusterChoice.AddressVariable),
        };
        var create = new Command("create", "Create the tables that silos need. Safe to repeat.") { cluster };
        create.SetAction((result, cancellationToken) =>
            CreateTables(result.GetValue(cluster), result.InvocationConfiguration, cancellationToken));
        return new Command("database", "Set up a PostgreSQL database for a cluster.") { create };
    }

    private static async Task<int> CreateTables(string? cluster, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        if (ClusterAddress.Parse(cluster ?? "") is not ClusterAddress.Postgres address)
        {
            await console.Error.WriteLineAsync($"granary-silo: --cluster is {Found(cluster)}: {Expected}.");
            return WrongRequest;
        }

        if (DatabaseCheck.FindFault(address) is { } fault)
        {
            await console.Error.WriteLineAsync("granary-silo: " + fault);
            return WrongRequest;
        }

        try
        {
            var applied = await PostgresSchema.CreateAsync(address.ConnectionString, cancellationToken);
            await console.Output.WriteLineAsync(applied.Count > 0
                ? $"The database is set up: {string.Join(", ", applied)}."
                : "The database was already set up; nothing to do.");
            await console.Output.WriteLineAsync("next: granary-silo --cluster postgres:CONNECTION-STRING");
            return 0;
        }
        catch (DatabaseException e)
        {
            await console.Error.WriteLineAsync("granary-silo: " + e.Message);
            return WrongRequest;
        }
    }

    // What follows the colon may hold a password.
    private static string Found(string? cluster) => string.IsNullOrEmpty(cluster) ? "missing" : $"'{cluster.Split(':')[0]}...'";
}
