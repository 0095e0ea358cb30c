namespace HieImaging.PretendFacility.Repositories;

/// <summary>How a hospital's repository may go wrong while it is asked for a document.</summary>
public enum RepositoryFault
{
    /// <summary>It answers as it should.</summary>
    None,

    /// <summary>503 without a body.</summary>
    Down,

    /// <summary>The request is accepted and never answered.</summary>
    NeverAnswers,

    /// <summary>XDSDocumentUniqueIdError.</summary>
    NotThere,

    /// <summary>As many bytes as there should be, one of them another.</summary>
    WrongHash,

    /// <summary>Another document under its own uniqueId.</summary>
    AnotherDocument,

    /// <summary>Bytes without end.</summary>
    Huge,

    /// <summary>200 with an HTML page, as a proxy in between would answer.</summary>
    HtmlPage,
}
