using HieImaging.Bench.Measuring;
using HieImaging.PretendFacility.Domains;

namespace HieImaging.Bench.Querying;

/// <summary>Two hospitals that know every patient: the north's PACS has filed the studies under its own number, the south asks by another.</summary>
internal sealed record QuerySite(Site Site, PretendHospital North, PretendHospital South)
{
    public static QuerySite On(Site site) => new(site, site.FreshHospital(), site.FreshHospital());

    /// <summary>The query that is measured: a patient's studies by the number of a hospital that has none of them.</summary>
    public string Query(KnownPatient patient) =>
        "/fhir/ImagingStudy?patient.identifier=" + Uri.EscapeDataString($"{South.Authority.Urn}|{patient.AtSouth}");

    /// <summary>The headers of whoever asks: the south's EHR, for treatment.</summary>
    public async Task<string> HeadersAsync() => $"Authorization: Bearer {await Site.TokenAsync(South.Ehr)}\r\n";
}
