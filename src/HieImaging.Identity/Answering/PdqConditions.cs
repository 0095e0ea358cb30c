using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Values;
using HieImaging.Identity.Documents;
using HieImaging.RecordLocator.Persons;
using HieImaging.Trust.Callers;
using HieImaging.Trust.Policy;
using static HieImaging.Identity.Answering.PdqElement;

namespace HieImaging.Identity.Answering;

/// <summary>The elements of a PDQ query as conditions on what one source says (alias <c>source</c>); all must hold, each of any source of
/// the person.</summary>
internal static class PdqConditions
{
    public static IEnumerable<SqlFragment> Of(PdqQuestion.Asked asked, Caller caller)
    {
        foreach (var criterion in asked.Criteria)
            if (Condition(criterion, asked.Names) is { } condition)
                yield return condition;
        if (NumberOf(asked, caller, Number, NumberNamespace, NumberUniversalId, NumberUniversalIdType) is { } own)
            yield return own;
        if (Mothers(asked, caller) is { } mother)
            yield return mother;
        if (asked.Domains.Count > 0)
            yield return $"source.authority = any({asked.Domains.ToArray()})";
    }

    private static SqlFragment? Condition(PdqCriterion criterion, PdqQuestion.NameSearch names) => criterion.Element switch
    {
        Family => Name("family", criterion.Text, names),
        Given => Name("given", criterion.Text, names),
        BirthDate => Born(criterion.Text),
        Sex => $"source.gender = {GenderOf(criterion.Text)}",
        Street => Words("address", criterion.Text),
        City => PatientTerms.Pattern("city", criterion.Text),
        State => PatientTerms.Pattern("state", criterion.Text),
        PostalCode => PatientTerms.Pattern("postal", criterion.Text),
        Country => PatientTerms.Pattern("country", criterion.Text),
        Telephone => PatientTerms.Telecom(criterion.Text) is { } number ? PatientTerms.Has("telecom=" + number) : SqlFragment.Raw("false"),
        _ => null,
    };

    private static SqlFragment Name(string parameter, string text, PdqQuestion.NameSearch names) => names switch
    {
        PdqQuestion.NameSearch.Sounding when !text.Contains('*') => PatientTerms.Sounding(parameter, text),
        PdqQuestion.NameSearch.Called when !text.Contains('*') => PatientTerms.Called(parameter, text),
        _ => PatientTerms.Pattern(parameter, text),
    };

    // Every word of the line, in any order.
    private static SqlFragment Words(string parameter, string text) => SqlFragment.Join(
        " and ", text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => PatientTerms.Pattern(parameter, word)));

    // 1984 finds whoever was born in 1984, and of whom no more is known; between two dates an index finds them
    private static SqlFragment Born(string text)
    {
        if (Ts.Parse(text.TrimEnd('*')) is not { Local.Year: < 9999 } born)
            return SqlFragment.Raw("false");
        var end = born.Digits == 4 ? born.Local.AddYears(1).ToString("yyyy", null) : born.Local.AddMonths(2).ToString("yyyy-MM", null);
        if (born.Digits >= 8)
            return $"source.birth_date = {born.Date}";
        return $"(source.birth_date >= {born.Date} and source.birth_date < {end} and starts_with(source.birth_date, {born.Date}))";
    }

    // Table 0001.
    private static string GenderOf(string sex) =>
        sex.ToUpperInvariant() switch { "F" => "female", "M" => "male", "O" or "A" or "N" => "other", _ => "unknown" };

    // A number is its authority's; without one it is looked for in every member's.
    private static SqlFragment? NumberOf(
        PdqQuestion.Asked asked, Caller caller, PdqElement number, PdqElement space, PdqElement universal, PdqElement type)
    {
        if (Text(asked, number) is not { } value)
            return Restricted(asked, caller, space, universal, type);
        return Authority(asked, caller, space, universal, type) switch
        {
            (true, { } authority) => $"source.authority = {authority.Oid.Text} and source.value = {value}",
            (true, null) => $"source.value = {value} and source.authority = any({NamedAuthority.All(caller.Domain)})",
            _ => SqlFragment.Raw("false"),
        };
    }

    // An authority without a number: whoever has one there
    private static SqlFragment? Restricted(
        PdqQuestion.Asked asked, Caller caller, PdqElement space, PdqElement universal, PdqElement type) =>
        Authority(asked, caller, space, universal, type) switch
        {
            (true, { } authority) => $"source.authority = {authority.Oid.Text}",
            (true, null) => null,
            _ => SqlFragment.Raw("false"),
        };

    // By the mother's number, or by what the source of that number says of her; her maiden name is the child's own word.
    private static SqlFragment? Mothers(PdqQuestion.Asked asked, Caller caller)
    {
        var all = new List<SqlFragment>();
        if (Text(asked, MothersNumber) is { } value)
            all.Add(Authority(asked, caller, MothersNumberNamespace, MothersNumberUniversalId, MothersNumberUniversalIdType) switch
            {
                (true, { } authority) => PatientTerms.Has($"mother={authority.Urn}|{value}"),
                (true, null) => PatientTerms.HasAnyOf(
                    [.. NamedAuthority.All(caller.Domain).Select(oid => $"mother=urn:oid:{oid}|{value}")]),
                _ => SqlFragment.Raw("false"),
            });
        var (family, given) = (Text(asked, MothersFamily), Text(asked, MothersGiven));
        if (family is not null && given is null)
            all.Add($"({PatientTerms.Pattern("maiden", family)} or {Her([PatientTerms.Pattern("family", family)])})");
        else if (given is not null)
            all.Add(Her([.. family is null ? [] : new[] { PatientTerms.Pattern("family", family) }, PatientTerms.Pattern("given", given)]));
        return all.Count == 0 ? null : SqlFragment.Join(" and ", all);

        SqlFragment Her(IEnumerable<SqlFragment> says) => $"""
            source.terms && array(
                select 'mother=' || carried.system || '|' || carried.value
                from (select source.id from record_locator.source_identity source
                      where {PatientRows.Live} and ({PatientPolicy.Visible(caller)}) and {SqlFragment.Join(" and ", says)}
                      limit 1000) her
                join record_locator.patient_identifier carried on carried.source_id = her.id and carried.own)
            """;
    }

    /// <summary>Known and one; known and none said; not known.</summary>
    private static (bool Known, AssigningAuthority? Authority) Authority(
        PdqQuestion.Asked asked, Caller caller, PdqElement space, PdqElement universal, PdqElement type)
    {
        var (name, oid) = (Text(asked, space), Text(asked, universal));
        if (name is null && oid is null)
            return (true, null);
        return NamedAuthority.TryFind(caller.Domain, name, oid, Text(asked, type), out var authority) ? (true, authority) : (false, null);
    }

    private static string? Text(PdqQuestion.Asked asked, PdqElement element) =>
        asked.Criteria.LastOrDefault(criterion => criterion.Element == element)?.Text;
}
