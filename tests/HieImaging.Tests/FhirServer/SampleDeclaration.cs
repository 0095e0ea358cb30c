using HieImaging.FhirServer.Declaring;

namespace HieImaging.Tests.FhirServer;

/// <summary>Two types over tables that need not exist.</summary>
internal static class SampleDeclaration
{
    internal static readonly ResourceDeclaration Endpoint = new()
    {
        Type = "Endpoint",
        From = $"sample.endpoint endpoint",
        Alias = $"endpoint",
        Visible = _ => $"true",
        Audit = (_, _) => { },
        Parameters = [SearchParameter.Token("status", token => $"endpoint.status = {token.Code}")],
    };

    internal static readonly ResourceDeclaration Patient = new()
    {
        Type = "Patient",
        From = $"sample.patient patient",
        Alias = $"patient",
        Visible = http => $"patient.custodian = {(string?)http.Request.Headers["caller"]}",
        SearchOnly = _ => $"patient.kind = 'p'",
        Audit = (_, _) => { },
        Parameters =
        [
            SearchParameter.String("family", (text, modifier) => $"patient.family = {text.Text + modifier}"),
            SearchParameter.Date("birthdate", $"patient.born_from", $"patient.born_to"),
        ],
    };

    internal static ResourceDeclaration? Declared(string type) => type switch
    {
        "ImagingStudy" => Study,
        "Endpoint" => Endpoint,
        "Patient" => Patient,
        _ => null,
    };

    internal static readonly ResourceDeclaration Study = new()
    {
        Type = "ImagingStudy",
        Profile = "http://hl7.org/fhir/StructureDefinition/ImagingStudy",
        From = $"sample.study study",
        Alias = $"study",
        History = $"sample.study_history",
        Columns = [new("subject", $"study.subject")],
        Visible = http => $"study.custodian = {(string?)http.Request.Headers["caller"]}",
        Audit = (_, _) => { },
        Parameters =
        [
            SearchParameter.Token("status", token => $"study.status = {token.Code}"),
            SearchParameter.Date("started", $"study.started_from", $"study.started_to"),
            SearchParameter.Reference("patient", ["Patient"], patient => $"study.subject = {patient.Id}", token => $"study.number = {token.Code}"),
            SearchParameter.String("description", (text, modifier) => $"study.description = {text.Text + modifier}"),
            SearchParameter.Reference("endpoint", ["Endpoint"], endpoint => $"study.endpoint = {endpoint.Id}"),
            SearchParameter.Token("site", token => $"study.site = {token.Code}", words => $"study.words = {words.Text}").As("body-site", "R5"),
            SearchParameter.Token("modality", token => token.Code switch { "none" => null, _ => $"study.modality = {token.Code}" }),
        ],
        Sorts = [SortKey.Instant("started", $"study.started_from")],
        DefaultSort = "-started",
        References =
        [
            new("endpoint", "Endpoint", ids => $"select unnest(endpoints) from sample.study where id in ({ids})")
            {
                Refers = endpoints => $"study.endpoints && array({endpoints})",
            },
            new("patient", "Patient", ids => $"select subject from sample.study where id in ({ids})")
            {
                Refers = patients => $"study.subject in ({patients})", Found = ids => $"select person from sample.study where id in ({ids})",
            },
        ],
        Summary = ["identifier", "series.uid"],
        ConditionalUpdate = new(HieImaging.AffinityDomain.Transactions.Transaction.Iti104, (_, _) => throw new NotSupportedException()),
    };
}
