namespace HieImaging.Identity.Answering;

/// <summary>http://terminology.hl7.org/CodeSystem/match-grade.</summary>
internal enum MatchGrade
{
    /// <summary>What would be linked automatically.</summary>
    Certain,

    /// <summary>What would go to a human for review.</summary>
    Probable,

    /// <summary>What more speaks for than against, and not enough for review.</summary>
    Possible,

    /// <summary>Positively another: never shown.</summary>
    CertainlyNot,
}
