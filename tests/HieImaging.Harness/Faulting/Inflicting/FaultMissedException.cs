namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>A fault did not happen as it should, or the exchange did not bear it as it must; the message says which.</summary>
public sealed class FaultMissedException(string message) : Exception(message);
