namespace HieImaging.Hl7v2.Messages;

/// <summary>What came of reading a message.</summary>
public abstract record Hl7Reading
{
    private Hl7Reading() { }

    public sealed record Read(Hl7Message Message) : Hl7Reading;

    /// <param name="Header">MSH alone, where that much can be read: to whom to answer about what.</param>
    public sealed record Broken(Hl7Error Error, Hl7Message? Header) : Hl7Reading;
}
