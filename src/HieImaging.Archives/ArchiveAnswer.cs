using HieImaging.Wire.Multipart;

namespace HieImaging.Archives;

/// <summary>What an archive answered to a retrieval.</summary>
public abstract record ArchiveAnswer
{
    private ArchiveAnswer() { }

    /// <summary>Bytes are coming; dispose to let the archive go.</summary>
    /// <param name="ContentType">As the archive said.</param>
    /// <param name="Body">Fails with <see cref="IOException"/> or <see cref="TimeoutException"/>
    /// where the archive ends early or stops.</param>
    public sealed record Found(MediaType ContentType, Stream Body) : ArchiveAnswer, IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Body.DisposeAsync();
    }

    /// <summary>The archive has no such object.</summary>
    public sealed record Absent : ArchiveAnswer;

    /// <summary>The archive has it and cannot give it in this form.</summary>
    public sealed record NotAcceptable : ArchiveAnswer;

    /// <summary>The archive is down, slow, refuses us or answers nonsense; not a word about the object.</summary>
    /// <param name="Reason">For the log and the audit record; names no patient.</param>
    /// <param name="RetryAfter">When to ask again.</param>
    public sealed record Unavailable(string Reason, TimeSpan RetryAfter) : ArchiveAnswer;
}
