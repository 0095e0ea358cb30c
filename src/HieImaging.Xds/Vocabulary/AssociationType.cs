namespace HieImaging.Xds.Vocabulary;

/// <summary>Values of associationType (TF-3 4.2.2, ITI XDS Metadata Update).</summary>
public static class AssociationType
{
    public const string HasMember = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember";
    public const string Replace = "urn:ihe:iti:2007:AssociationType:RPLC";
    public const string Append = "urn:ihe:iti:2007:AssociationType:APND";
    public const string Transform = "urn:ihe:iti:2007:AssociationType:XFRM";
    public const string TransformAndReplace = "urn:ihe:iti:2007:AssociationType:XFRM_RPLC";
    public const string Signs = "urn:ihe:iti:2007:AssociationType:signs";
    public const string IsSnapshotOf = "urn:ihe:iti:2010:AssociationType:IsSnapshotOf";
    public const string UpdateAvailabilityStatus = "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus";
    public const string SubmitAssociation = "urn:ihe:iti:2010:AssociationType:SubmitAssociation";

    /// <summary>All that this registry knows.</summary>
    public static readonly IReadOnlySet<string> All = new HashSet<string>(StringComparer.Ordinal)
    {
        HasMember, Replace, Append, Transform, TransformAndReplace, Signs, IsSnapshotOf, UpdateAvailabilityStatus, SubmitAssociation,
    };

    /// <summary>RPLC or XFRM_RPLC: the target becomes Deprecated.</summary>
    public static bool Replaces(string type) => type is Replace or TransformAndReplace;
}
