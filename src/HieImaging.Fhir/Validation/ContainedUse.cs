using System.Text.Json;

namespace HieImaging.Fhir.Validation;

/// <summary><c>dom-3</c>: a contained resource is referred to from elsewhere in the resource, or refers to the one that contains it. The
/// walk tells of every fragment that it passes; at the end it is known which contained resource is nobody's.</summary>
internal sealed class ContainedUse
{
    private readonly HashSet<string> _fragments = new(StringComparer.Ordinal);
    private readonly HashSet<int> _upward = [];
    private int _within = -1;

    /// <summary>The walk is now in the contained resource of that index; -1: in none.</summary>
    internal void Within(int contained) => _within = contained;

    /// <summary>A <c>reference</c>, a uri, a url or a canonical.</summary>
    internal void Refer(string text)
    {
        if (text is not ['#', ..])
            return;
        _fragments.Add(text);
        if (text.Length == 1 && _within >= 0)
            _upward.Add(_within);
    }

    /// <summary>Whether each contained resource with an id is used.</summary>
    internal bool IsComplete(JsonElement resource) =>
        !resource.TryGetProperty("contained"u8, out var contained) || contained.EnumerateArray().Index().All(one =>
            _upward.Contains(one.Index)
            || !one.Item.TryGetProperty("id"u8, out var id)
            || _fragments.Contains("#" + id.GetString()));
}
