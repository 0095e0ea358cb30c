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
            SearchParameter.Token("modality", token => token.Code switch { "none" => null, _ => $"study.modality = {token.Code}" }),
        ],
        Sorts = [SortKey.Instant("started", $"study.started_from")],
        DefaultSort = "-started",
        Includes = [new("endpoint", "Endpoint", ids => $"select unnest(endpoints) from sample.study where id = any({ids})")],
        ConditionalUpdate = new(HieImaging.AffinityDomain.Transactions.Transaction.Iti104, (_, _) => throw new NotSupportedException()),
    };
}
