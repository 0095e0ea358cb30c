using System.Text;
using System.Text.RegularExpressions;

namespace HieImaging.Harness.Hostile;

/// <summary>Reads what a SOAP door answered: a RegistryResponse, or a fault, with every code that says why.</summary>
public static partial class SoapAnswers
{
    /// <summary>A fault whose code the HTTP binding sends as 500 though the mistake is the caller's (SOAP 1.2 Part 2, table 20).</summary>
    private static readonly string[] OfCallers = ["MustUnderstand", "VersionMismatch"];

    public static HostileAnswer Read(HostileAnswer answer)
    {
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        var fault = FaultCode().Matches(text).Select(match => match.Groups[1].Value).ToList();
        var failed = text.Contains("ResponseStatusType:Failure", StringComparison.Ordinal) || text.Contains("ResponseStatusType:PartialSuccess", StringComparison.Ordinal);
        return answer with
        {
            SaysNo = answer.Status != 200 || fault.Count > 0 || failed || !text.Contains("ResponseStatusType:Success", StringComparison.Ordinal),
            MayBe500 = answer.Status == 500 && fault.Count > 0 && OfCallers.Contains(fault[0]),
            OwnCodes = [.. fault, .. Errors().Matches(text).Select(match => match.Value).Where(error => error.Contains("ErrorSeverityType:Error", StringComparison.Ordinal))
                .SelectMany(error => Words().Matches(error).Select(match => match.Groups[1].Value))],
        };
    }

    // env:Sender, sub:ActionMismatch
    [GeneratedRegex(@"<(?:\w+:)?Value[^>]*>\s*\w+:(\w+)\s*<")]
    private static partial Regex FaultCode();

    [GeneratedRegex(@"<(?:\w+:)?RegistryError\b[^>]*>")]
    private static partial Regex Errors();

    // the code; of a key object that cannot be taken, its own code and the reader's, which stand in the location
    [GeneratedRegex(@"(?:errorCode=""|location=""|file: )([\w-]+)")]
    private static partial Regex Words();
}
