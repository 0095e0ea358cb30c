using HieImaging.Hl7v2.Acknowledging;
using HieImaging.Hl7v2.Messages;

namespace HieImaging.Identity.Answering;

/// <summary>The answer to a query by parameter (HL7 v2.5 5.3.1.2): MSH, MSA, ERR, QAK, QPD as it was asked, and what was found.</summary>
internal sealed record QueryResponse
{
    /// <summary>MSH-9: event and structure.</summary>
    public required (string Event, string Structure) Type { get; init; }

    /// <summary>None: it was answered.</summary>
    public IReadOnlyList<Hl7Error> Errors { get; init; } = [];

    /// <summary>PID segments, and DSC where there is more.</summary>
    public IReadOnlyList<Hl7Segment> Found { get; init; } = [];

    /// <summary>QAK-4 to 6, where they are told: all that match, those of this answer, those that are left.</summary>
    public (int All, int Here, int Left)? Hits { get; init; }

    public Hl7Message To(Hl7Message question, DateTimeOffset now)
    {
        var query = question.First("QPD");
        var code = Errors.Count > 0 ? AcknowledgementCode.AE : AcknowledgementCode.AA;
        List<Hl7Segment> body =
        [
            Acknowledgement.Code(question, code, Errors),
            .. Errors.Select(error => Acknowledgement.Err(error, question.Version)),
            Hl7Segment.Of("QAK", query?[2] ?? default, Status, query?[1] ?? "", Number(Hits?.All), Number(Hits?.Here), Number(Hits?.Left)),
        ];
        if (query is not null)
            body.Add(query.Standardised());
        body.AddRange(Found);
        var header = Acknowledgement.Header(question, Hl7Field.Of("RSP", Type.Event, Type.Structure), now, SetOf(question, body));
        return Hl7Message.Of([header, .. body]);
    }

    // QAK-2 (table 0208)
    private string Status => Errors.Count > 0 ? "AE" : Found.Any(segment => segment.Name == "PID") ? "OK" : "NF";

    // The question's character set, unless it lacks a letter of the answer.
    private static Hl7CharacterSet? SetOf(Hl7Message question, List<Hl7Segment> body)
    {
        try
        {
            foreach (var segment in body)
                question.CharacterSet.Encoding.GetByteCount(segment.Raw);
            return null;
        }
        catch (System.Text.EncoderFallbackException)
        {
            return Hl7CharacterSet.Utf8;
        }
    }

    private static string? Number(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
