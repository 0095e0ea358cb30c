using HieImaging.Fhir.Outcomes;

namespace HieImaging.FhirServer.Declaring;

/// <summary>What a handler answers.</summary>
public abstract record FhirAnswer
{
    private FhirAnswer() { }

    /// <summary>A resource that now stands in the store: 201 with Location when it was created, else 200; ETag and Last-Modified are
    /// written from it.</summary>
    public sealed record Stored(
        bool Created, string Type, string Id, int Version, DateTimeOffset LastUpdated, ReadOnlyMemory<byte> Body) : FhirAnswer;

    /// <summary>An operation's result: 200 and the resource.</summary>
    public sealed record Result(ReadOnlyMemory<byte> Body) : FhirAnswer;

    /// <summary>A resource that is no more: 204; the version is the deletion's own.</summary>
    public sealed record Deleted(int Version, DateTimeOffset LastUpdated) : FhirAnswer;

    /// <summary>Taken and kept, with an effect that is still to come: 202 and an OperationOutcome that says what it waits for.</summary>
    public sealed record Kept(FhirIssue Issue) : FhirAnswer;

    /// <summary>Refused with an OperationOutcome.</summary>
    public sealed record Refused(int Status, IReadOnlyList<FhirIssue> Issues) : FhirAnswer
    {
        public Refused(int status, FhirIssue issue) : this(status, [issue]) { }
    }
}
