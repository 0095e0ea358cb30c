namespace HieImaging.PretendFacility.Misbehaving;

/// <summary>How an archive may go wrong while it is asked for images.</summary>
public enum ArchiveFault
{
    /// <summary>It answers as it should.</summary>
    None,

    /// <summary>The multipart body ends in the middle of a part, and the HTTP message ends cleanly.</summary>
    TruncatedPart,

    /// <summary>The closing boundary is missing.</summary>
    NoClosingBoundary,

    /// <summary>The parts are parted by another boundary than the header says.</summary>
    WrongBoundary,

    /// <summary>200, multipart by its header, and no body.</summary>
    EmptyBody,

    /// <summary>The first instance comes twice.</summary>
    RepeatedPart,

    /// <summary>The first instance is missing; the body ends as a whole one would.</summary>
    MissingInstance,

    /// <summary>The connection is reset in the middle of a part.</summary>
    CutConnection,

    /// <summary>The request is accepted and never answered.</summary>
    NeverAnswers,

    /// <summary>Headers and half of the bytes come, then nothing.</summary>
    Stalls,

    /// <summary>One byte a second.</summary>
    Trickles,

    /// <summary>500 without a body.</summary>
    ServerError,

    /// <summary>Another study's instances, well formed.</summary>
    AnotherStudy,

    /// <summary>200 with an HTML page, as a proxy in between would answer.</summary>
    HtmlPage,

    /// <summary>Of metadata: one value without an end, as fast as it is taken.</summary>
    EndlessText,
}
