using Granary.Clustering.Local;
using Granary.Clustering.Writer;

// "write FOLDER NUMBER COUNT" writes to a table of members; "hold FILE" takes an alive file's lock and keeps it until it is killed.
switch (args)
{
    case ["write", var folder, var number, var count]:
        await new TableWriter(folder, int.Parse(number)).WriteAsync(int.Parse(count));
        return 0;
    case ["hold", var file]:
        using (await AliveLock.TakeAsync(file))
        {
            Console.WriteLine("held");
            await Task.Delay(Timeout.InfiniteTimeSpan);
        }

        return 0;
    default:
        return 2;
}
