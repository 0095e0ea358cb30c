using HieImaging.AffinityDomain.Transactions;
using HieImaging.Dicom.Json;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Registry.Receiving;
using HieImaging.Registry.Searching;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Audit;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using HieImaging.Wire.Multipart;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Registry.Querying;

/// <summary>
/// RAD-129, QIDO-RS (PS3.18 10.6): studies, series and instances of the registry as DICOM JSON. What is about to be shown and to whom is
/// committed before the first byte (principle 8).
/// </summary>
internal sealed class QueryForObjects(Store store, ResourceIds ids, CurrentDomain domain, PublicAddress address)
{
    private readonly PatientReference _patients = new(ids, domain);

    /// <summary>The door of one level.</summary>
    public RequestDelegate At(QueryLevel level) => http => Answer(http, level);

    private async Task Answer(HttpContext http, QueryLevel level)
    {
        var caller = http.Caller();
        if (!AcceptHeader.Of(http.Request.Headers.Accept, http.Request.Query["accept"])
            .Any(media => media.Type is "application/dicom+json" or "application/json" or "application/*" or "*/*"))
        {
            await RefuseAsync(http, new(406, "not-supported", "A search is answered as application/dicom+json."));
            return;
        }
        switch (ObjectQueryReader.Read(level, caller, http.Request.RouteValues, http.Request.Query))
        {
            case ObjectQueryReading.Refused refused:
                await RefuseAsync(http, refused);
                break;
            case ObjectQueryReading.Accepted { Query: var query }:
                await Answer(http, caller, query);
                break;
        }
    }

    private async Task Answer(HttpContext http, Caller caller, ObjectQuery query)
    {
        FoundObjects found;
        await using (var session = await store.OpenSession(http.RequestAborted))
        {
            found = await new ObjectSearch(session, query, caller, _patients, address.Now).FindAsync(http.RequestAborted);
            Tell(session, caller, found.Shown, Asked(query.Patient));
            await session.SaveChangesAsync(http.RequestAborted);
        }
        var warnings = query.Warnings.ToList();
        if (found.More)
            warnings.Add("There are additional results that can be requested.");
        if (found.Exhausted)
            warnings.Add("Not every study was looked at; narrow the search.");
        foreach (var warning in warnings)
            http.Response.Headers.Append("Warning", $"299 {address.Now}/dicomweb: \"{warning}\"");
        http.Response.Headers.CacheControl = "no-store";
        if (found.Results.Count == 0)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }
        var body = DicomJson.Write(found.Results);
        http.Response.ContentType = "application/dicom+json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    // One record for each patient in the answer (BALP, Query); a search that found nobody is told too.
    private static void Tell(DocumentSession session, Caller caller, IReadOnlyList<ShownStudy> shown, string? asked)
    {
        var record = AuditRecord.For(caller, Transaction.Rad129) with { Rule = StudyPolicy.Rule(caller), Asked = asked };
        if (shown.Count == 0)
            AuditTrail.Append(session, record);
        foreach (var patient in shown.GroupBy(study => study.Subject, StringComparer.Ordinal))
            AuditTrail.Append(session, patient.ToList() is [var only]
                ? record with
                {
                    Patient = only.Subject, StudyInstanceUid = only.StudyInstanceUid, Custodian = only.Custodian,
                    Entity = "ImagingStudy/" + only.Id,
                }
                : record with { Patient = patient.Key });
    }

    // By the number itself; a pattern names nobody.
    private string? Asked(AskedPatient? patient) => patient is { IsPattern: false }
        ? string.Join(' ', patient.Authorities.Select(authority => _patients.Named(new(authority.Urn, patient.Number))).OfType<string>())
        : null;

    private static async Task RefuseAsync(HttpContext http, ObjectQueryReading.Refused refused)
    {
        await ScopeCheck.RefusedAsync(http, Transaction.Rad129, refused.Code);
        await Refusals.Write(http, refused.Status, refused.Code, refused.Text);
    }
}
