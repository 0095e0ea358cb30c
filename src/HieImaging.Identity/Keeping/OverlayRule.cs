using System.Text.Json;
using HieImaging.Identity.Matching;
using HieImaging.RecordLocator.Persons;
using static HieImaging.Fhir.Json.JsonMembers;

namespace HieImaging.Identity.Keeping;

/// <summary>
/// Whether a word under a known number describes wholly another patient (identity.md 6.2): of given name, family name and birth date two
/// differ and none is even similar. Who marries, is named after birth, or had a digit wrong is the same patient with news.
/// </summary>
internal static class OverlayRule
{
    public static bool IsOverlay(SourceIdentity before, SourceIdentity said) => IsOverlay(Levels.Of(NamesOf(before), NamesOf(said)));

    public static bool IsOverlay(Levels levels)
    {
        byte[] agreeing = [NameComparison.Similar, NameComparison.Similar, BirthDateComparison.YearAndOne];
        // two of a date's three parts are alike, whichever they are
        var birthDate = levels.BirthDate == BirthDateComparison.DayAndMonth ? BirthDateComparison.YearAndOne : levels.BirthDate;
        byte[] said = [levels.Given, levels.Family, birthDate];
        var compared = said.Zip(agreeing).Where(one => one.First != Levels.Missing).ToList();
        return levels.Names != 1 && compared.Count >= 2 && compared.TrueForAll(one => one.First > one.Second);
    }

    private static Comparable NamesOf(SourceIdentity source)
    {
        using var json = JsonDocument.Parse(source.Patient);
        var names = Items(json.RootElement, "name").ToList();
        return Comparable.Of(new Demographics(
            names.Select(name => Text(name, "family")).FirstOrDefault(family => family is not null),
            [.. names.SelectMany(name => (IEnumerable<JsonElement>)Items(name, "given")).Select(given => given.GetString()).OfType<string>().Distinct()],
            null, source.BirthDate, null, null, null, null, null, [], [])
        {
            OtherFamilies = [.. names.Select(name => Text(name, "family")).OfType<string>().Skip(1)],
        });
    }
}
