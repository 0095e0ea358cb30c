using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;

namespace HieImaging.Manifests.KeyObjects;

/// <summary>
/// Accession numbers of a study: the study's own, and one for each request (the group case, where the study's own is empty).
/// </summary>
internal static class AccessionReader
{
    private const int MostRequests = 1_000;

    public static IReadOnlyList<Accession> OfStudy(DicomDataset dataset, StudyInstanceUid study, CustodianTerms terms)
    {
        var requested = OfRequests(dataset, study, orUnnamed: true, terms);
        return Of(dataset, terms) is { } own && !requested.Any(one => one.Number == own.Number && one.Authority == own.Authority)
            ? [own, .. requested]
            : requested;
    }

    /// <param name="orUnnamed">Whether a request that names no study counts.</param>
    public static IReadOnlyList<Accession> OfRequests(DicomDataset dataset, StudyInstanceUid study, bool orUnnamed, CustodianTerms terms) =>
        [.. dataset.GetSequence(DicomTag.ReferencedRequestSequence).Take(MostRequests)
            .Where(request => request.GetString(DicomTag.StudyInstanceUID) is { } named ? named == study.Text : orUnnamed)
            .Select(request => Of(request, terms)).OfType<Accession>().Distinct()];

    private static Accession? Of(DicomDataset item, CustodianTerms terms)
    {
        if (PlainText.Of(item.GetString(DicomTag.AccessionNumber)) is not { } number)
            return null;
        // the universal id wins over the local name (PS3.3 10.14); who is named and not known is nobody, never the custodian's own
        // authority
        var named = item.GetFirstItem(DicomTag.IssuerOfAccessionNumberSequence);
        var issuer = PlainText.Of(named?.GetString(DicomTag.UniversalEntityID))
            ?? PlainText.Of(named?.GetString(DicomTag.LocalNamespaceEntityID));
        var authority = AssigningAuthority.TryParse(issuer, out var known) ? known
            : issuer is null ? terms.AccessionAuthority
            : terms.AuthorityNamed(issuer);
        return new Accession(number, authority)
        {
            PlacerOrder = PlainText.Of(item.GetString(DicomTag.PlacerOrderNumberImagingServiceRequest))
        };
    }
}
