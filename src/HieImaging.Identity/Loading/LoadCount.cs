namespace HieImaging.Identity.Loading;

/// <summary>How far a load is.</summary>
/// <param name="Read">Records, those that were refused among them.</param>
/// <param name="Changed">New or changed by it; the others were known so.</param>
/// <param name="Refused">Not taken.</param>
/// <param name="Linked">Source identities that answer under another's person now, more than before.</param>
/// <param name="InReview">Open review items, more than before.</param>
public sealed record LoadCount(long Read, long Changed, long Refused, long Linked, long InReview);
