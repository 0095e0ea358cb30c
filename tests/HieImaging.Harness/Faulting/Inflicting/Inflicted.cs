namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>A fault that happened.</summary>
/// <param name="Evidence">What shows that it did: process ids, bytes held, an SQLSTATE seen.</param>
/// <param name="Recovery">From the moment that the fault's bar counts from, until the exchange served again.</param>
public sealed record Inflicted(string Evidence, TimeSpan Recovery);
