namespace HieImaging.Trust.Callers;

/// <summary>What the gate found out about who is asking.</summary>
public abstract record Authentication
{
    private Authentication() { }

    public sealed record Known(Caller Caller) : Authentication;

    /// <summary>Nothing was presented.</summary>
    public sealed record Anonymous : Authentication;

    /// <summary>What was presented does not hold.</summary>
    /// <param name="Error">RFC 6750 3.1: <c>invalid_request</c>, <c>invalid_token</c>.</param>
    /// <param name="Reason">For the caller; says nothing that it does not know.</param>
    /// <param name="Client">The client that a validly signed token names, for the audit record.</param>
    public sealed record Refused(string Error, string Reason, string? Client = null) : Authentication;
}
