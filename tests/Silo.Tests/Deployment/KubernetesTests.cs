using Granary.Silo.Commands;
using k8s;
using k8s.Models;

namespace Granary.Silo.Tests.Deployment;

/// <summary>The manifests as <c>kubectl apply -k</c> would send them, read as strictly as the API server reads them.</summary>
public sealed class KubernetesTests
{
    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task Overlay_Any_HasWhatIsPromised(string overlay)
    {
        var objects = await LoadAsync(overlay);
        var silos = Assert.Single(objects.OfType<V1StatefulSet>(), s => s.Metadata.Name == "granary");

        Assert.All(objects.OfType<V1StatefulSet>(), s => CheckSafe(s.Spec.Template.Spec));
        Assert.All(objects.OfType<IKubernetesObject<V1ObjectMeta>>(), o => Assert.True(o is V1Namespace || o.Metadata.NamespaceProperty == "granary"));
        var pod = silos.Spec.Template;
        var budget = Assert.Single(objects.OfType<V1PodDisruptionBudget>());
        Assert.All(budget.Spec.Selector.MatchLabels, l => Assert.Equal(l.Value, pod.Metadata.Labels[l.Key]));
        var container = Assert.Single(pod.Spec.Containers);
        Assert.Equal(["/health/ready", "/health/live", "/health/ready"], new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe }.Select(p => p.HttpGet.Path));
        Assert.False(container.Resources.Limits.ContainsKey("cpu"));
        Assert.InRange(pod.Spec.TerminationGracePeriodSeconds!.Value, 40, 120);
        Assert.Equal("status.podIP", container.Env.Single(e => e.Name == "POD_IP").ValueFrom.FieldRef.FieldPath);
        Assert.DoesNotContain(objects, o => o is V1Secret);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task Overlay_Any_StartsThePrograms(string overlay)
    {
        var pod = (await LoadAsync(overlay)).OfType<V1StatefulSet>().Single(s => s.Metadata.Name == "granary").Spec.Template.Spec;
        foreach (var container in pod.Containers.Concat(pod.InitContainers ?? []))
        {
            var arguments = container.Args.Select(a => a.Replace("$(POD_IP)", "10.1.2.3", StringComparison.Ordinal).Replace("$(CORES)", "4", StringComparison.Ordinal));

            Assert.Empty(SiloCommand.Create().Parse([.. arguments]).Errors);
        }
    }

    [Fact]
    public async Task Policies_OfAllOverlays_LetSilosReachTheirStorage()
    {
        Assert.Contains(6379, Egress(await LoadAsync("redis")));
        Assert.Contains(5432, Egress(await LoadAsync("postgres")));

        static IEnumerable<int> Egress(IEnumerable<object> objects) => objects
            .OfType<V1NetworkPolicy>()
            .Single(p => p.Metadata.Name == "granary-silo")
            .Spec.Egress.SelectMany(e => e.Ports)
            .Select(p => int.Parse(p.Port.Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void CheckSafe(V1PodSpec pod)
    {
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        foreach (var container in pod.Containers.Concat(pod.InitContainers ?? []))
        {
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        }
    }

    private static async Task<List<object>> LoadAsync(string overlay)
    {
        Tool.Require("kubectl");
        var (exitCode, output, error) = await Tool.RunAsync("kubectl", ["kustomize", Path.Combine(Tool.Deploy, "kubernetes", overlay)]);
        Assert.True(exitCode == 0, error);
        return KubernetesYaml.LoadAllFromString(output, typeMap: null, strict: true);
    }
}
