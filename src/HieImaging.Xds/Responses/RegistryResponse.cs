using System.Xml.Linq;
using HieImaging.Xds.Vocabulary;

namespace HieImaging.Xds.Responses;

/// <summary>rs:RegistryResponse (TF-3 4.2.4): how a transaction went, and every error and warning of it.</summary>
public sealed record RegistryResponse(ResponseStatus Status, IReadOnlyList<RegistryError> Errors)
{
    private const string Severities = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:";
    private const string Statuses = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:";
    private const string PartialSuccess = "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess";

    public static readonly RegistryResponse Success = new(ResponseStatus.Success, []);

    /// <summary>Failure where one of the errors is one, else Success with warnings.</summary>
    public static RegistryResponse Of(IReadOnlyList<RegistryError> errors) =>
        new(errors.Any(e => e.Severity == Severity.Error) ? ResponseStatus.Failure : ResponseStatus.Success, errors);

    /// <summary>Failure for one reason.</summary>
    public static RegistryResponse Failure(string code, string context, string? location = null) =>
        new(ResponseStatus.Failure, [new RegistryError(code, context, Severity.Error, location)]);

    /// <summary>The element; a RetrieveDocumentSetResponse holds the same one.</summary>
    public XElement Write()
    {
        var element = new XElement(Ns.Rs + "RegistryResponse",
            new XAttribute(XNamespace.Xmlns + "rs", Ns.Rs),
            new XAttribute("status", Status == ResponseStatus.PartialSuccess ? PartialSuccess : Statuses + Status));
        if (Errors.Count > 0)
            element.Add(new XElement(Ns.Rs + "RegistryErrorList",
                new XAttribute(
                    "highestSeverity",
                    Severities + (Errors.Any(e => e.Severity == Severity.Error) ? Severity.Error : Severity.Warning)),
                Errors.Select(Write)));
        return element;
    }

    /// <summary>Reads an answer; null where the element is none or its status is unknown.</summary>
    public static RegistryResponse? Read(XElement element)
    {
        if (element.Name != Ns.Rs + "RegistryResponse")
            return null;
        ResponseStatus? status = element.Attribute("status")?.Value switch
        {
            Statuses + "Success" => ResponseStatus.Success,
            Statuses + "Failure" => ResponseStatus.Failure,
            PartialSuccess => ResponseStatus.PartialSuccess,
            _ => null,
        };
        return status is { } known
            ? new RegistryResponse(
                known,
                [.. element.Elements(Ns.Rs + "RegistryErrorList").Elements(Ns.Rs + "RegistryError").Select(ReadError)])
            : null;
    }

    private static XElement Write(RegistryError error) => new(Ns.Rs + "RegistryError",
        new XAttribute("codeContext", error.Context),
        new XAttribute("errorCode", error.Code),
        new XAttribute("severity", Severities + error.Severity),
        error.Location is { } location ? new XAttribute("location", location) : null);

    private static RegistryError ReadError(XElement error) => new(
        error.Attribute("errorCode")?.Value ?? "",
        error.Attribute("codeContext")?.Value ?? "",
        error.Attribute("severity")?.Value.EndsWith(":Warning", StringComparison.Ordinal) == true ? Severity.Warning : Severity.Error,
        error.Attribute("location")?.Value);
}
