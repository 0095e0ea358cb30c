namespace HieImaging.PretendFacility.Archives;

/// <summary>What became of a folder's files: how many the archive took, and which it would not have.</summary>
public sealed record LoadedFiles(int Stored, IReadOnlyList<string> Refused);
