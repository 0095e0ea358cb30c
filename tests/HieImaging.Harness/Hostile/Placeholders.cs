using System.Globalization;
using System.Text;

namespace HieImaging.Harness.Hostile;

/// <summary>
/// Puts this exchange's names in the place of <c>{{PLACEHOLDERS}}</c> and of the words that the inputs use for resources of the caller and
/// of another organization; the corpus' roots of DICOMweb are ours.
/// </summary>
public sealed class Placeholders(HostileExchange exchange)
{
    private IReadOnlyList<(string Word, string Value)> Words =>
    [
        ("{{FHIR}}", "/fhir"), ("{{RAD68}}", "/xds/repository"), ("{{ITI18}}", "/xds/registry"),
        ("{{HTTPS_PORT}}", Number(exchange.Secure.Port)), ("{{SINK_PORT}}", Number(exchange.Sink.Port)),
        ("{{ID_ORG_B}}", exchange.StudyIdOfB), ("{{PATIENT_ORG_B}}", exchange.PatientIdOfB), ("{{EP_ORG_B}}", exchange.EndpointOfB),
        ("{{OWN}}", exchange.StudyIdOfA), ("r-restricted-1", exchange.RestrictedStudyId),
        ("Patient/own", "Patient/" + exchange.PatientIdOfA), ("Patient/other-tenant", "Patient/" + exchange.PatientIdOfB), ("Patient/other", "Patient/" + exchange.PatientIdOfB),
        ("patient=own,other-tenant", $"patient={exchange.PatientIdOfA},{exchange.PatientIdOfB}"), ("patient=own", "patient=" + exchange.PatientIdOfA),
        ("patient=other", "patient=" + exchange.PatientIdOfB), ("ImagingStudy/own-1", "ImagingStudy/" + exchange.StudyIdOfA),
        ("/wado/studies", "/dicomweb/studies"), ("/qido/studies", "/dicomweb/studies"), ("/stow/studies", "/dicomweb/studies"),
    ];

    public string Fill(string text)
    {
        foreach (var (word, value) in Words)
            text = text.Replace(word, value, StringComparison.Ordinal);
        return text;
    }

    /// <summary>The same for bytes of whatever encoding: what is no placeholder stays as it is.</summary>
    public byte[] Fill(byte[] bytes) => Encoding.Latin1.GetBytes(Fill(Encoding.Latin1.GetString(bytes)));

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
