namespace HieImaging.Wire;

/// <summary>The bytes ended before the format did: a body cut off, a final boundary that never came.</summary>
public sealed class TruncatedException(string fault) : MalformedException(fault);
