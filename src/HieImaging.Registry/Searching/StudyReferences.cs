using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.Registry.Searching;

/// <summary>Where an ImagingStudy leads to: its patient, its Endpoints, and the Organization that holds it.</summary>
internal static class StudyReferences
{
    public static IReadOnlyList<SearchReference> All { get; } =
    [
        new("endpoint", "Endpoint",
            studies => $"select unnest(held.endpoint_ids) from record_locator.registered_study held where held.id in ({studies})")
        {
            Refers = endpoints => $"study.endpoint_ids && array({endpoints})",
        },
        PatientReference.Reference("patient"),
        PatientReference.Reference("subject"),
        new("performer", "Organization", studies => $"""
            select custodian.id from record_locator.organization custodian
            where custodian.participant in (select held.custodian from record_locator.registered_study held where held.id in ({studies}))
            """)
        {
            Refers = OfOrganization,
        },
    ];

    /// <summary>Held by one of the Organizations, whose ids are given as a select.</summary>
    public static SqlFragment OfOrganization(SqlFragment organizations) => $"""
        study.custodian in
            (select custodian.participant from record_locator.organization custodian where custodian.id in ({organizations}))
        """;
}
