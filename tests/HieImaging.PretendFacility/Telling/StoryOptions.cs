namespace HieImaging.PretendFacility.Telling;

/// <summary>What the story is told with.</summary>
public sealed record StoryOptions
{
    /// <summary>The node's address.</summary>
    public required Uri Node { get; init; }

    /// <summary>Hospitals and their archives, <c>id=DICOMweb root</c>, in the order of the domain file.</summary>
    public required IReadOnlyList<string> Hospitals { get; init; }

    /// <summary>Folder of the clients' private keys.</summary>
    public required string Keys { get; init; }

    /// <summary>Folder for the publishers' states.</summary>
    public required string State { get; init; }

    /// <summary>The built hie-publisher.dll.</summary>
    public required string Publisher { get; init; }

    /// <summary>The built hie-node.dll.</summary>
    public required string NodeProgram { get; init; }

    /// <summary>The archives hold the phantom studies, whose trusted numbers are known.</summary>
    public required bool Phantoms { get; init; }
}
