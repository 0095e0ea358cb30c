using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Governance.Auditing;

/// <summary>How the audit trail is sealed (<c>Governance:Audit</c>).</summary>
public sealed record AuditOptions
{
    public TimeSpan SealEvery { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>A file beyond the database's reach that every checkpoint is appended to; null: none.</summary>
    public string? CheckpointFile { get; set; }

    /// <summary>PEM file of the P-256 key that signs checkpoints, for a deployment whose database administrator must not hold it; null:
    /// kept in the store.</summary>
    public string? CheckpointKeyFile { get; set; }

    public static void Register(IServiceCollection services) => services.AddOptions<AuditOptions>().BindConfiguration("Governance:Audit")
        .Validate(options => options.SealEvery >= TimeSpan.FromMilliseconds(100) && options.CheckpointEvery >= options.SealEvery,
            "Governance:Audit: SealEvery is at least 0.1 s, CheckpointEvery at least SealEvery.")
        .ValidateOnStart();
}
