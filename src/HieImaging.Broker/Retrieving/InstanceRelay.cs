using HieImaging.Archives;
using HieImaging.Dicom.Files;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// Passes an archive's multipart of Part 10 objects on, part by part, as the bytes arrive:
/// <code>
///   archive ═ part ═▶ first bytes → SOP Instance UID ─┬─ registered, not yet sent ═▶ caller
///                                                     └─ anything else ─▶ passed over
/// </code>
/// Nothing but registered instances leaves, each once; and the end is only written when all of them have left.
/// </summary>
internal sealed class InstanceRelay(MultipartRelatedWriter caller, IReadOnlySet<string> expected)
{
    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);

    /// <summary>Bytes of objects that went to the caller.</summary>
    public long Bytes { get; private set; }

    public int Sent => _sent.Count;

    public bool IsComplete => _sent.Count == expected.Count;

    /// <exception cref="MalformedException">The archive's answer is no multipart, or ends early.</exception>
    public async Task PassOnAsync(ArchiveAnswer.Found answer, CancellationToken cancellation)
    {
        if (!answer.ContentType.Is("multipart/related") || answer.ContentType.Boundary is not { } boundary)
            throw new MalformedException("The archive did not answer with multipart/related.");
        using var parts = new BoundedMultipartReader(answer.Body, boundary, new MultipartBounds { Parts = 100_000 });
        while (await parts.NextAsync(cancellation) is { } part)
            await PassOnAsync(part, cancellation);
    }

    /// <summary>The final boundary: it says that the caller has all.</summary>
    public Task EndAsync(CancellationToken cancellation) => caller.EndAsync(cancellation);

    private async Task PassOnAsync(MultipartPart part, CancellationToken cancellation)
    {
        var (head, found) = await HeadOfAsync(part, cancellation);
        if (found is null || !expected.Contains(found.SopInstanceUid) || !_sent.Add(found.SopInstanceUid))
            return;                                            // the reader passes over what is left of the part
        await caller.BeginPartAsync([("Content-Type", $"application/dicom; transfer-syntax={found.TransferSyntaxUid}")], cancellation);
        await caller.Output.WriteAsync(head, cancellation);
        Bytes += head.Length + await part.CopyToAsync(caller.Output, cancellation);
    }

    internal static async Task<(ReadOnlyMemory<byte> Head, Part10Peek.Found? Found)> HeadOfAsync(
        MultipartPart part, CancellationToken cancellation)
    {
        var head = new byte[1024];
        var length = 0;
        while (await part.PeekAsync(cancellation) is { IsEmpty: false } arrived)
        {
            var take = Math.Min(arrived.Length, Math.Max(Part10Peek.MaxBytes - length, 1));
            if (length + take > head.Length)
                Array.Resize(ref head, Math.Max(length + take, head.Length * 2));
            arrived[..take].CopyTo(head.AsMemory(length));
            part.Advance(take);
            length += take;
            switch (Part10Peek.At(head.AsSpan(0, length)))
            {
                case Part10Peek.Found found:
                    return (head.AsMemory(0, length), found);
                case Part10Peek.NotDicom:
                    return (head.AsMemory(0, length), null);
            }
        }
        return (head.AsMemory(0, length), null);
    }
}
