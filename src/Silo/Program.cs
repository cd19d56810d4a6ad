using Granary.Silo.Commands;

return await SiloCommand.Create().Parse(args).InvokeAsync();
