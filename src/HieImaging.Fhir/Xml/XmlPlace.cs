using System.Globalization;
using System.Text;
using HieImaging.Fhir.Outcomes;

namespace HieImaging.Fhir.Xml;

/// <summary>Where the reader stands, as FHIRPath; only names that the tables know get into it.</summary>
internal sealed class XmlPlace
{
    private readonly StringBuilder _path = new();

    /// <summary>Goes into an element; give what it answers to <see cref="Leave"/>.</summary>
    internal int Enter(string name, int? index)
    {
        var before = _path.Length;
        _path.Append(before > 0 ? "." : "").Append(name);
        if (index is { } place)
            _path.Append(CultureInfo.InvariantCulture, $"[{place}]");
        return before;
    }

    internal void Leave(int before) => _path.Length = before;

    internal XmlShapeException Refused(string sentence, string code = IssueCode.Structure) =>
        new(FhirIssue.Error(code, sentence, _path.Length > 0 ? _path.ToString() : null));
}
