namespace HieImaging.AffinityDomain.Transactions;

/// <summary>What an audit record says was done: AuditEvent.action C R U D E, and the two that are no patient's data.</summary>
public enum AuditAction
{
    None,
    Create,
    Read,
    Update,
    Delete,
    Query,
    Login,
}
