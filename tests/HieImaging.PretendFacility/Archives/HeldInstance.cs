namespace HieImaging.PretendFacility.Archives;

/// <summary>An instance with its place in the hierarchy and its Part 10 bytes.</summary>
public sealed record HeldInstance(string StudyUid, string SeriesUid, string SopUid, byte[] Part10);
