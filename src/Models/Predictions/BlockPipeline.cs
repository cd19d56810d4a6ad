namespace Granary.Models.Predictions;

/// <summary>Works on blocks by several threads, and gives the results to one who takes them in the order of the blocks.</summary>
/// <typeparam name="TBlock">A block.</typeparam>
/// <typeparam name="TResult">What is made of it.</typeparam>
/// <param name="threads">Threads that work; with one, whoever brings a block works on it.</param>
/// <param name="work">Makes a result; called by several threads at once.</param>
/// <param name="take">Takes a result.</param>
internal sealed class BlockPipeline<TBlock, TResult>(int threads, Func<TBlock, TResult> work, Action<TResult> take)
{
    private readonly Queue<Task<TResult>> _underWay = [];

    /// <summary>Brings a block.</summary>
    public void Add(TBlock block)
    {
        if (threads == 1)
        {
            take(work(block));
            return;
        }

        _underWay.Enqueue(Task.Run(() => work(block)));
        if (_underWay.Count >= threads)
        {
            TakeNext();
        }
    }

    /// <summary>Waits for the results that are under way.</summary>
    public void Finish()
    {
        while (_underWay.Count > 0)
        {
            TakeNext();
        }
    }

    private void TakeNext() => take(_underWay.Dequeue().GetAwaiter().GetResult());
}
