namespace Granary.Numerics.Kernels.Blocked;

/// <summary>The workspaces of a kernel: as many as threads have ever worked for it at the same time.</summary>
internal sealed class WorkspacePool
{
    private Workspace?[] _free = [];

    /// <summary>Makes sure that so many threads find a workspace. No thread may be at work.</summary>
    public void Reserve(int threads)
    {
        var had = _free.Length;
        if (had < threads)
        {
            Array.Resize(ref _free, threads);
            for (var i = had; i < threads; i++)
            {
                _free[i] = new Workspace();
            }
        }
    }

    /// <summary>Takes a workspace, to be given back with <see cref="Return"/>.</summary>
    public Workspace Rent()
    {
        while (true)
        {
            for (var i = 0; i < _free.Length; i++)
            {
                if (Interlocked.Exchange(ref _free[i], null) is { } workspace)
                {
                    return workspace;
                }
            }
        }
    }

    /// <summary>Gives a workspace back.</summary>
    public void Return(Workspace workspace)
    {
        for (var i = 0; i < _free.Length; i++)
        {
            if (Interlocked.CompareExchange(ref _free[i], workspace, null) is null)
            {
                return;
            }
        }
    }
}
