using Granary.Silo.Commands;

return await SiloCommand.RunAsync(args);
