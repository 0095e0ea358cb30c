using System.CommandLine;
using HieImaging.Governance.Onboarding;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node domain check|import FILE</c>: what is wrong with an affinity-domain file; putting it into force. Exit 1 when it is
/// refused.</summary>
internal static class DomainCommand
{
    public static Command Create()
    {
        var checkedFile = new Argument<string>("FILE") { Description = "The affinity-domain file." };
        var check = new Command("check", "Tells what is wrong with an affinity-domain file.") { checkedFile };
        check.SetAction(async (parsed, cancellation) =>
        {
            if (await ReadAsync(parsed.GetRequiredValue(checkedFile), cancellation) is not { } bytes)
                return 2;
            var (file, problems) = DomainFileCheck.Read(bytes);
            if (file is null)
                return Refused(problems);
            Console.WriteLine($"Nothing is wrong: {file.Participants.Count} participants, {file.Authorities.Count} authorities.");
            return 0;
        });

        var importedFile = new Argument<string>("FILE") { Description = "The affinity-domain file." };
        var import = new Command(
            "import", "Puts an affinity-domain file into force; the same file again changes nothing.") { importedFile };
        import.SetAction(async (parsed, cancellation) =>
        {
            if (await ReadAsync(parsed.GetRequiredValue(importedFile), cancellation) is not { } bytes)
                return 2;
            await using var services = NodeServices.Open();
            if (services is null)
                return 2;
            switch (await services.GetRequiredService<DomainImport>().RunAsync(bytes, cancellation))
            {
                case DomainImportAnswer.Refused refused:
                    return Refused(refused.Problems);
                case DomainImportAnswer.Imported imported:
                    Console.WriteLine($"In force as version {imported.Version}; {imported.Changed} Organizations and Endpoints changed.");
                    return 0;
                case DomainImportAnswer.Unchanged unchanged:
                    Console.WriteLine($"In force already, as version {unchanged.Version}.");
                    return 0;
                default:
                    throw new InvalidOperationException("The set of answers is closed.");
            }
        });
        return new Command("domain", "The affinity domain.") { check, import };
    }

    private static int Refused(IReadOnlyList<string> problems)
    {
        foreach (var problem in problems)
            Console.Error.WriteLine(problem);
        return 1;
    }

    private static async Task<byte[]?> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return null;
        }
    }
}
