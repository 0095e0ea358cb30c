namespace HieImaging.Fhir.Validation;

/// <summary>A StructureDefinition that constrains a type of R4, compiled: what its differential adds, as a tree of rules.</summary>
public sealed class Profile
{
    internal Profile(string url, string type, ProfileRule root) => (Url, Type, Root) = (url, type, root);

    /// <summary>Its canonical URL.</summary>
    public string Url { get; }

    /// <summary>The resource or data type that it constrains.</summary>
    public string Type { get; }

    internal ProfileRule Root { get; }

    /// <summary>The last part of the URL, for messages.</summary>
    internal string Name => Url[(Url.LastIndexOf('/') + 1)..];
}
