using System.Globalization;
using System.Text;

namespace HieImaging.Fhir.Validation;

/// <summary>Where a walk stands, as FHIRPath: <c>ImagingStudy.series[0].uid</c>.</summary>
internal sealed class Place
{
    private readonly StringBuilder _path = new();

    internal int Length => _path.Length;

    internal void Enter(string name)
    {
        if (_path.Length > 0)
            _path.Append('.');
        _path.Append(name);
    }

    internal void Enter(int index) => _path.Append(CultureInfo.InvariantCulture, $"[{index}]");

    /// <summary>Back to an earlier length.</summary>
    internal void Leave(int length) => _path.Length = length;

    public override string ToString() => _path.ToString();
}
