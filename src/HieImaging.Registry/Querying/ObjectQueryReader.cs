using System.Globalization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Dicom;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace HieImaging.Registry.Querying;

/// <summary>
/// Reads the address and the parameters of a search. What cannot be asked by is refused, for an answer that ignores a filter shows too
/// much; an attribute that is only wished for and not held here is left out with a warning (PS3.18 8.3.4).
/// </summary>
internal sealed class ObjectQueryReader(QueryLevel level, Caller caller)
{
    private const int MostParameters = 64, MostFields = 256;
    private const string Fuzzy = "The fuzzymatching parameter is not supported. Only literal matching has been performed.";
    private const string NotHeld = "Some attributes of includefield are not held here and are left out.";

    private readonly List<QueryKey> _keys = [];
    private readonly HashSet<DicomTag> _fields = [];
    private readonly List<string> _warnings = [];
    private string? _number, _issuer, _universal, _accessionIssuer;
    private int _limit = MostResults(level), _offset;
    private bool _all;

    /// <summary>Results of one answer, whatever is asked for.</summary>
    public static int MostResults(QueryLevel level) => level switch
    {
        QueryLevel.Study => 500,
        QueryLevel.Series => 2000,
        _ => 5000,
    };

    public static ObjectQueryReading Read(QueryLevel level, Caller caller, RouteValueDictionary address, IQueryCollection parameters) =>
        new ObjectQueryReader(level, caller).Read(address, parameters);

    private ObjectQueryReading Read(RouteValueDictionary address, IQueryCollection parameters)
    {
        var levels = new HashSet<QueryLevel> { level };
        ParticipantId? custodian = null;
        if (address["custodian"] is string at)
        {
            if (!ParticipantId.TryParse(at, out var id) || caller.Domain.Participant(id.Text) is null)
                return new ObjectQueryReading.Refused(404, "not-found", "There is no such custodian.");
            custodian = id;
        }
        if (!Address(address["study"], DicomTag.StudyInstanceUID, QueryLevel.Study, levels)
            || !Address(address["series"], DicomTag.SeriesInstanceUID, QueryLevel.Series, levels))
            return new ObjectQueryReading.Refused(404, "not-found", "There is no such object.");
        if (parameters.Count > MostParameters)
            return ObjectQueryReading.Bad($"A search has at most {MostParameters} parameters.");
        foreach (var (name, values) in parameters)
            if ((values.Count == 1 || name is "includefield" ? Take(name, values) : "A parameter is given twice.") is { } wrong)
                return ObjectQueryReading.Bad(wrong);
        if (Patient(out var patient) is { } refused)
            return ObjectQueryReading.Bad(refused);
        AssigningAuthority? accessionIssuer = null;
        if (_accessionIssuer is { } issuer && (accessionIssuer = AskedPatient.AuthorityOf(issuer, caller.Domain)) is null)
            return ObjectQueryReading.Bad("The issuer of the accession number is an OID.");
        return new ObjectQueryReading.Accepted(new ObjectQuery
        {
            Level = level, Custodian = custodian, Keys = _keys, Patient = patient, AccessionIssuer = accessionIssuer, Levels = levels,
            Fields = _fields, AllFields = _all, Limit = _limit, Offset = _offset, Warnings = [.. _warnings.Distinct()],
        });
    }

    // What stands in the address is a key; a level above that does not is told with each result (PS3.18 10.6.3.3).
    private bool Address(object? part, DicomTag tag, QueryLevel of, HashSet<QueryLevel> levels)
    {
        if (level <= of)
            return true;
        if (part is not string uid)
            return levels.Add(of);
        if (!SopInstanceUid.TryParse(uid, out var known))
            return false;
        _keys.Add(new QueryKey(tag, new ValueMatch.Patterns([known.Text], false)));
        return true;
    }

    private string? Take(string name, StringValues values) => name switch
    {
        "limit" => Count(values[0], out _limit) ?? Limited(),
        "offset" => Count(values[0], out _offset),
        "fuzzymatching" => FuzzyMatching(values[0]),
        "includefield" => values.SelectMany(value => (value ?? "").Split(',')).Select(Include).FirstOrDefault(wrong => wrong is not null),
        "accept" => null,
        _ => Key(name, values[0] ?? ""),
    };

    private string? Limited()
    {
        _limit = Math.Min(_limit, MostResults(level));
        return null;
    }

    private static string? Count(string? text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count)
            ? null
            : "limit and offset are whole numbers, 0 or more.";

    private string? FuzzyMatching(string? value)
    {
        if (value == "true")
            _warnings.Add(Fuzzy);
        return value is "true" or "false" ? null : "fuzzymatching is true or false.";
    }

    private string? Include(string field)
    {
        if (field == "all")
            _all = true;
        else if (TagOf(field) is not { } tag)
            return "includefield names no attribute of the DICOM dictionary.";
        else if (_fields.Count == MostFields)
            return $"includefield names at most {MostFields} attributes.";
        else if (QueryAttribute.Find(tag) is not null)
            _fields.Add(tag);
        else
            _warnings.Add(NotHeld);
        return null;
    }

    private string? Key(string name, string value)
    {
        switch (name.Split('.').Select(TagOf).ToList())
        {
            case [{ } tag] when tag == DicomTag.PatientID:
                _fields.Add(tag);
                _number = value.Trim();
                return null;
            case [{ } tag] when tag == DicomTag.IssuerOfPatientID:
                _fields.Add(tag);
                _issuer = value.Trim();
                return null;
            case [{ } tag] when QueryAttribute.Find(tag) is { IsKey: true } && ValueMatch.TryRead(tag, value, out var match):
                _keys.Add(new QueryKey(tag, match));
                return null;
            case [{ } tag] when QueryAttribute.Find(tag) is { IsKey: true }:
                return $"The value cannot be one of {tag.Keyword}.";
            case [{ } sequence, { } tag] when sequence == DicomTag.IssuerOfPatientIDQualifiersSequence && tag == DicomTag.UniversalEntityID:
                _universal = value.Trim();
                return null;
            case [{ } sequence, { } tag] when sequence == DicomTag.IssuerOfAccessionNumberSequence && tag == DicomTag.UniversalEntityID:
                _accessionIssuer = value.Trim();
                return null;
            case [{ } sequence, { } tag] when tag == DicomTag.UniversalEntityIDType
                && (sequence == DicomTag.IssuerOfPatientIDQualifiersSequence || sequence == DicomTag.IssuerOfAccessionNumberSequence):
                return value.Trim() is "" or "ISO" ? null : "An issuer is named by an OID, UniversalEntityIDType ISO.";
            case [{ } tag, ..]:
                return $"{tag.Keyword} cannot be asked by here.";
            default:
                return "A parameter names no attribute of the DICOM dictionary.";
        }
    }

    // A number alone, with its issuer beside it, or as a CX that carries it.
    private string? Patient(out AskedPatient? patient)
    {
        patient = null;
        var issuers = new[] { _issuer, _universal }.Where(text => !string.IsNullOrEmpty(text)).ToList();
        if (string.IsNullOrEmpty(_number))
            return issuers.Count == 0 ? null : "IssuerOfPatientID is asked by together with PatientID.";
        if (PatientIdentifier.TryParseCx(_number, out var cx))
        {
            _number = cx.Value;
            issuers.Add(cx.Authority.Oid.Text);
        }
        var authorities = issuers.Select(issuer => AskedPatient.AuthorityOf(issuer!, caller.Domain)).Distinct().ToList();
        switch (authorities)
        {
            case []:
                patient = new AskedPatient(_number, [.. PatientPolicy.OwnAuthorities(caller).Select(AssigningAuthority.Parse)]);
                return patient.Authorities.Count > 0 ? null : "PatientID needs IssuerOfPatientID: you give out no numbers of your own.";
            case [{ } one]:
                patient = new AskedPatient(_number, [one]);
                return null;
            default:
                return "The issuer of the PatientID is no authority of this exchange, or two are named.";
        }
    }

    private static DicomTag? TagOf(string text) =>
        DicomTag.TryParse(text, out var tag) && DicomDictionary.Find(tag) is not null ? tag : null;
}
