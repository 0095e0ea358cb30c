namespace HieImaging.Harness.Faulting.Working;

/// <summary>What a client reads.</summary>
public enum ReadKind
{
    /// <summary>ImagingStudy by Study UID.</summary>
    ByStudy,

    /// <summary>ImagingStudy by the number of the hospital that holds the images.</summary>
    ByOwnNumber,

    /// <summary>ImagingStudy by another hospital's number of the same person.</summary>
    ByOthersNumber,

    /// <summary>WADO-RS of a whole study.</summary>
    Retrieve,
}

/// <summary>How one read went.</summary>
/// <param name="Hospital">Who holds what was asked for.</param>
/// <param name="Begun">A timestamp of the stopwatch.</param>
/// <param name="Answered">It was answered as it should, at whichever try.</param>
public sealed record ReadTiming(ReadKind Kind, string Hospital, long Begun, TimeSpan Took, bool Answered);
