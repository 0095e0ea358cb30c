namespace HieImaging.Trust.Audit;

/// <summary>AuditEvent.outcome: 0 success, 4 minor failure (refused), 8 serious failure.</summary>
public enum AuditOutcome
{
    Success = 0,
    Refused = 4,
    Failed = 8,
}
