namespace HieImaging.Wire;

/// <summary>
/// What came over the wire is not what its format says; each door answers
/// in its channel's words. The text names the fault, never the content.
/// </summary>
public class MalformedException : Exception
{
    public MalformedException(string fault)
        : base(fault)
    {
    }

    public MalformedException(string fault, Exception cause)
        : base(fault, cause)
    {
    }
}
