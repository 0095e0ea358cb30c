namespace HieImaging.PretendFacility.Misbehaving;

/// <summary>How an archive may go wrong while it is asked what it holds.</summary>
public enum ListFault
{
    /// <summary>It answers as it should.</summary>
    None,

    /// <summary>503 to everything.</summary>
    Unavailable,

    /// <summary>It has come back with an empty database: every list is empty, nothing is known.</summary>
    Emptied,

    /// <summary>Lists break off in the middle, and the HTTP message ends cleanly.</summary>
    Truncated,

    /// <summary>Lists are empty, and whoever asks for one study is told of it.</summary>
    ListsNothing,
}
