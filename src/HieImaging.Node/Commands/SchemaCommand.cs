using System.CommandLine;
using HieImaging.DocumentStore;
using HieImaging.Node.Serving;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node schema apply|check|write FILE</c>: the only one who changes the schema; exit 1 where check finds a
/// difference.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var apply = new Command("apply", "Applies the migrations that the database has not had.");
        apply.SetAction((_, cancellation) => On(async schema =>
        {
            foreach (var migration in await schema.ApplyAsync(cancellation))
                Console.WriteLine($"applied {migration}");
            Console.WriteLine("The schema is up to date.");
            return 0;
        }));

        var check = new Command("check", "Tells how the database differs from this program.");
        check.SetAction((_, cancellation) => On(async schema =>
        {
            var drift = await schema.CheckAsync(cancellation);
            foreach (var line in drift)
                Console.WriteLine(line);
            if (drift.Count == 0)
                Console.WriteLine("The schema is this program's.");
            return drift.Count == 0 ? 0 : 1;
        }));

        var file = new Argument<string>("FILE") { Description = "Where the dump is written." };
        var write = new Command("write", "Writes the schema as the database's catalog tells it.") { file };
        write.SetAction((parsed, cancellation) => On(async schema =>
        {
            await File.WriteAllTextAsync(parsed.GetRequiredValue(file), await schema.WriteAsync(cancellation), cancellation);
            return 0;
        }));
        return new Command("schema", "The database's schema.") { apply, check, write };
    }

    private static async Task<int> On(Func<SchemaMigrations, Task<int>> act)
    {
        if (NodeSettings.Read().Required("ConnectionStrings:Postgres") is not { } postgres)
            return 2;
        await using var source = PostgresDataSource.Open(postgres);
        try
        {
            return await act(new SchemaMigrations(source, NodeSchema.Migrations));
        }
        catch (Exception failure) when (failure is InvalidOperationException or Npgsql.NpgsqlException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}
