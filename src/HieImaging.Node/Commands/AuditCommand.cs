using System.CommandLine;
using HieImaging.Governance.Auditing;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node audit verify</c>: the whole trail against its chain and its checkpoints; exit 1 and the first bad record when it
/// was touched.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var verify = new Command("verify", "Verifies the whole audit trail.");
        verify.SetAction(async (_, cancellation) =>
        {
            await using var services = NodeServices.Open();
            if (services is null)
                return 2;
            var report = await services.GetRequiredService<AuditVerification>().RunAsync(cancellation);
            Console.WriteLine($"{report.Sealed} records sealed, {report.Checkpoints} checkpoints.");
            if (report.Finding is null)
                return 0;
            Console.Error.WriteLine(report.Finding);
            return 1;
        });
        return new Command("audit", "The audit trail.") { verify };
    }
}
