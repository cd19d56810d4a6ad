using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Placement;
using Granary.Numerics.Sharding;
using Orleans.Concurrency;

namespace Granary.Grains.Layers;

/// <summary>Hands the gradients of a bucket to its slices and gathers their answers.</summary>
[OnNamedSilo, Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class BucketGrain(SliceRegistry registry, HeldGrains held) : Grain, IBucketGrain
{
    private LayerSlice[] _slices = [];
    private TreeNode[] _nodes = [];

    public Task Prepare(BucketAssignment assignment)
    {
        _slices = Array.ConvertAll(assignment.SliceKeys, key => registry.Find(key) ?? throw Refused());
        held.Add(assignment.Key, _slices[0].JobId, _slices[0].Generation, this.AsReference<IBucketGrain>().Release);
        return Task.CompletedTask;
    }

    public async ValueTask<BucketWeights> Exchange(BucketGradients gradients)
    {
        if (gradients.Gradients.Length != _slices.Length || _slices.Length == 0)
        {
            throw Refused();
        }

        var answers = Start(gradients);
        var parameters = new TensorBlock[answers.Length];
        var version = 0L;
        for (var s = 0; s < answers.Length; s++)
        {
            var weights = await answers[s];
            version = Math.Max(version, weights.Version);

            // A worker that shares its gradients' memory with this silo can read this silo's memory too.
            parameters[s] = gradients.Gradients[s].IsNamed ? weights.Parameters.ByName ?? weights.Parameters : weights.Parameters;
        }

        return new BucketWeights { Parameters = parameters, Version = version };
    }

    public Task Release()
    {
        _slices = [];
        held.Remove(this.GetPrimaryKeyString());
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        held.Remove(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    private ValueTask<SliceWeights>[] Start(BucketGradients gradients)
    {
        var nodes = Nodes(gradients.Nodes);
        var answers = new ValueTask<SliceWeights>[_slices.Length];
        for (var s = 0; s < answers.Length; s++)
        {
            answers[s] = _slices[s].Exchange(gradients.Generation, gradients.Step, nodes, gradients.Gradients[s]);
        }

        return answers;
    }

    // Each pair of numbers is a level and an index.
    private TreeNode[] Nodes(int[] numbers)
    {
        if (_nodes.Length != numbers.Length / 2)
        {
            _nodes = new TreeNode[numbers.Length / 2];
        }

        for (var i = 0; i < _nodes.Length; i++)
        {
            _nodes[i] = new TreeNode(numbers[2 * i], numbers[(2 * i) + 1]);
        }

        return _nodes;
    }

    // Made by a message that came late, perhaps: nobody will ever release it.
    private RefusedException Refused()
    {
        DeactivateOnIdle();
        return new($"The slices of {this.GetPrimaryKeyString()} are not held here: their job has ended or was reassigned.");
    }
}
