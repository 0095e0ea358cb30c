using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;

namespace HieImaging.FhirServer.Searching;

/// <summary>A reference that is followed from what was found, forward (<c>_include</c>) or back (<c>_revinclude</c>).</summary>
/// <param name="Source">The type that holds the reference.</param>
/// <param name="Target">The type that it leads to.</param>
/// <param name="Back">From the targets to those who refer to them.</param>
/// <param name="Iterate">Also from what was brought along.</param>
internal sealed record IncludeStep(
    SearchReference Reference, ResourceDeclaration Source, ResourceDeclaration Target, bool Back, bool Iterate)
{
    /// <summary>The type that must have been found for it to lead anywhere.</summary>
    internal ResourceDeclaration From => Back ? Target : Source;

    /// <summary>The type that is brought along.</summary>
    internal ResourceDeclaration To => Back ? Source : Target;

    /// <summary>Over the alias of what is brought: it belongs to the resources found.</summary>
    internal SqlFragment Brings(string[] found)
    {
        SqlFragment ids = $"select unnest({found})";
        return Back ? Reference.Refers!(ids) : $"{Target.Alias}.id in ({Reference.Ids(ids)})";
    }

    /// <summary>As a caller would have written it.</summary>
    internal string Spelling => $"{(Back ? "_revinclude" : "_include")}{(Iterate ? ":iterate" : "")}={Source.Type}:{Reference.Name}";
}
