namespace HieImaging.Xds.Vocabulary;

/// <summary>Values of availabilityStatus (TF-3 4.2.3.2.2).</summary>
public static class AvailabilityStatus
{
    public const string Approved = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved";
    public const string Deprecated = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated";
    public const string Submitted = "urn:oasis:names:tc:ebxml-regrep:StatusType:Submitted";
}
