namespace HieImaging.Registry.Querying;

/// <summary>A query that was understood, or why it was not.</summary>
internal abstract record ObjectQueryReading
{
    private ObjectQueryReading() { }

    internal sealed record Accepted(ObjectQuery Query) : ObjectQueryReading;

    /// <param name="Code">As FHIR's issue types name it.</param>
    /// <param name="Text">One sentence; no value of the query.</param>
    internal sealed record Refused(int Status, string Code, string Text) : ObjectQueryReading;

    public static Refused Bad(string text) => new(400, "value", text);
}
