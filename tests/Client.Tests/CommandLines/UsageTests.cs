using System.Text.Json;
using Granary.Client.Tests.Commands;

namespace Granary.Client.Tests.CommandLines;

public sealed class UsageTests : CommandTestBase
{
    [Theory]
    [InlineData("", "found no command, expected one of init, check, lr-find, run, submit, jobs, status, watch, logs, history, pause, resume, cancel, data, models, export, predict, evaluate, verify, cluster, tokens")]
    [InlineData("runn x.json", "found unknown command 'runn'")]
    [InlineData("runn x.json", "did you mean 'run'?")]
    [InlineData("run", "JOB.json is missing")]
    [InlineData("run x.json --silo 2", "found unknown option '--silo'; did you mean '--silos'?")]
    [InlineData("run x.json --silos 0", "--silos: found '0', expected a whole number from 1 to 64")]
    [InlineData("run x.json --silos many", "--silos: found 'many'")]
    [InlineData("run x.json y.json", "found unexpected argument 'y.json'")]
    [InlineData("run x.json --cluster local", "found unknown option '--cluster'")]
    [InlineData("submit x.json --set", "expected --set KEY=VALUE")]
    [InlineData("watch", "JOB is missing")]
    [InlineData("pause", "JOB is missing")]
    [InlineData("models rm", "next: granary models rm --help")]
    [InlineData("status \u00a0", "expected a job ID, as shown by 'granary jobs'")]
    [InlineData("resume digits-1 --from", "expected --from STEP")]
    [InlineData("resume digits-1 --from -5", "--from: found '-5', expected a checkpoint's step, a whole number")]
    [InlineData("resume digits-1 --from last", "--from: found 'last'")]
    [InlineData("jobs --state runing", "--state: found 'runing', expected preparing, running, recovering, paused, completed, failed, cancelled, quarantined, queued")]
    [InlineData("tokens create", "expected --role viewer|submitter|operator")]
    [InlineData("tokens create --role admin", "--role: found 'admin', expected viewer, submitter or operator")]
    [InlineData("tokens create --role viewer --expires 30", "--expires: found '30', expected a number of days or hours, for example 30d or 12h")]
    [InlineData("tokens create --role viewer --expires 4000d", "3650d at most")]
    [InlineData("tokens create --role viewer --name a/b", "--name: found 'a/b', expected at most 40 letters, digits and hyphens")]
    [InlineData("logs digits-1 --folow", "did you mean '--follow'?")]
    public async Task WrongUsage_AnyCommand_EndsWith2AndSaysWhy(string commandLine, string expected)
    {
        Assert.Equal(2, await RunAsync(commandLine));

        Assert.Contains(expected, Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help", Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Output.ToString());
    }

    [Fact]
    public async Task WrongUsage_WithJson_IsAnObjectToo()
    {
        Assert.Equal(2, await RunAsync("jobs --josn --json"));

        Assert.Contains("'--josn'", LastJson.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "granary-silo")]
    [InlineData("run --help", "granary run examples/digits.json --silos 3")]
    [InlineData("submit --help", "granary submit examples/digits.json --follow")]
    [InlineData("jobs --help", "granary jobs --state queued")]
    [InlineData("status --help", "granary status digits-1 --json")]
    [InlineData("watch --help", "granary watch digits-1")]
    [InlineData("logs --help", "granary logs digits-1 --follow")]
    [InlineData("history --help", "granary history digits-1 --csv")]
    [InlineData("pause --help", "granary pause digits-1")]
    [InlineData("resume --help", "granary resume digits-1 --from 500")]
    [InlineData("cancel --help", "granary cancel digits-1")]
    [InlineData("cluster --help", "granary cluster --data-dir")]
    [InlineData("tokens --help", "granary tokens create --role submitter --expires 30d")]
    public async Task Help_AnyCommand_HasExamplesAndEndsWith0(string commandLine, string example)
    {
        Assert.Equal(0, await RunAsync(commandLine));

        var help = Output.ToString();
        Assert.Contains(example, help[help.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.Empty(Error.ToString());
    }

    [Theory]
    [InlineData("jobs --data-dir /a", null, "local (/a)")]
    [InlineData("jobs", "redis:10.0.0.1:7", "redis:10.0.0.1:7")]
    [InlineData("jobs --cluster local --data-dir /a", "redis:10.0.0.1:7", "local (/a)")]
    [InlineData("jobs --cluster redis:b:9", "redis:10.0.0.1:7", "redis:b:9")]
    public async Task Cluster_OptionOrEnvironment_SaysWhereToConnect(string commandLine, string? environment, string expected)
    {
        Assert.Equal(0, await RunAsync(commandLine, Cluster, environment));

        Assert.Equal(expected, Cluster.ConnectedTo!.ToString());
    }

    [Theory]
    [InlineData("submit examples/digits.json")]
    [InlineData("jobs")]
    [InlineData("status digits-1")]
    [InlineData("watch digits-1")]
    [InlineData("logs digits-1")]
    [InlineData("logs digits-1 --follow")]
    [InlineData("pause digits-1")]
    [InlineData("resume digits-1")]
    [InlineData("cancel digits-1")]
    [InlineData("cluster")]
    public async Task Cluster_AnyCommand_TakesAddressAndDataDirectory(string command)
    {
        Job = new FakeCoordinator(Statuses.Completed);

        Assert.Equal(0, await RunAsync($"{command} --cluster redis:b:9 --data-dir /a"));

        Assert.Equal("redis:b:9", Cluster.ConnectedTo!.Address.ToString());
        Assert.Equal("/a", Cluster.ConnectedTo!.Data.Path);
        Assert.Contains(" --cluster redis:b:9 --data-dir /a", Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs --cluster nonsense", null, "--cluster: found 'nonsense', expected 'local', 'redis:HOST:PORT'")]
    [InlineData("jobs --cluster 127.0.0.1:30000", null, "--cluster: found '127.0.0.1:30000'")]
    [InlineData("jobs", "redis:", "GRANARY_CLUSTER: found 'redis:'")]
    public async Task Cluster_WrongAddress_EndsWith2(string commandLine, string? environment, string expected)
    {
        Assert.Equal(2, await RunAsync(commandLine, Cluster, environment));

        Assert.Contains(expected, Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("submit examples/digits.json")]
    [InlineData("jobs")]
    [InlineData("status digits-1")]
    [InlineData("watch digits-1")]
    [InlineData("logs digits-1")]
    [InlineData("logs digits-1 --follow")]
    [InlineData("pause digits-1")]
    [InlineData("resume digits-1")]
    [InlineData("cancel digits-1")]
    [InlineData("cluster")]
    public async Task NoCluster_AnyCommand_EndsWith3(string commandLine)
    {
        var cluster = new FakeCluster { Failure = new NoClusterException("no cluster answered at local") };

        Assert.Equal(3, await RunAsync(commandLine + " --json", cluster, null));

        Assert.Contains("no cluster answered at local", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("no cluster answered at local", LastJson.GetProperty("error").GetString());
    }

    [Fact]
    public async Task UnknownJob_AnyCommand_EndsWith2AndGuesses()
    {
        Job = new FakeCoordinator(Statuses.Completed);

        foreach (var command in new[] { "status", "watch", "logs", "history", "pause", "resume", "cancel" })
        {
            Assert.Equal(2, await RunAsync($"{command} digit-1"));
        }

        Assert.Equal(7, Error.ToString().Split("found no job 'digit-1'; did you mean 'digits-1'?").Length - 1);
    }

    [Fact]
    public async Task JobWithFaults_RunAndSubmit_EndWith2AndListThem()
    {
        var path = WriteJob("{ \"name\": \"x y\", \"batchsize\": 0 }");

        Assert.Equal(2, await RunAsync($"run {path} --json --set seed=x"));

        Assert.Contains($"{path}:1:11: name: found ' '", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--set seed=x: found \"x\"", Error.ToString(), StringComparison.Ordinal);
        var faults = LastJson.GetProperty("faults").EnumerateArray().ToList();
        Assert.Contains(faults, f => f.GetProperty("key").GetString() == "batchsize" && f.GetProperty("column").GetInt32() == 18);
        Assert.Equal("seed=x", faults[^1].GetProperty("setting").GetString());
        Assert.Equal(JsonValueKind.Null, faults[^1].GetProperty("line").ValueKind);
        Assert.Single(OutputLines);
        Assert.Null(Cluster.StartedSilos);

        Assert.Equal(2, await RunAsync($"submit {path}"));
        Assert.Null(Cluster.ConnectedTo);
    }
}
