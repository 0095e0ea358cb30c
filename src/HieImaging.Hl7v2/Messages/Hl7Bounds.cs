using System.ComponentModel.DataAnnotations;

namespace HieImaging.Hl7v2.Messages;

/// <summary>How much a message may be; counted while it streams in.</summary>
public sealed record Hl7Bounds
{
    /// <summary>Bytes between the start and the end of a frame.</summary>
    [Range(1024, 64 << 20)] public int MessageBytes { get; init; } = 1 << 20;

    [Range(2, 100_000)] public int Segments { get; init; } = 2_000;

    /// <summary>Bytes of one field with all its repetitions.</summary>
    [Range(64, 16 << 20)] public int FieldBytes { get; init; } = 64 * 1024;
}
