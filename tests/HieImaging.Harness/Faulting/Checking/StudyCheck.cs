using HieImaging.Harness.Faulting.Working;

namespace HieImaging.Harness.Faulting.Checking;

/// <summary>
/// One study against what its hospital did to it, one after the other (C1–C5): so many acknowledged changes, so many versions, and the last one is
/// what every door shows. Of the last, where nobody acknowledged it, either all is there or nothing.
/// </summary>
internal static class StudyCheck
{
    /// <param name="fed">Numbers of patients whose feed was acknowledged.</param>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<(ToldOperation By, SaidStudy Said)> done, IReadOnlySet<string> fed, Observed seen)
    {
        var certain = done.TakeWhile(one => one.By.IsOk).Count();
        if (done.Skip(certain + 1).FirstOrDefault() is { By: not null } beyond)
            return [new Finding("C5", Harm.Other, $"operation {beyond.By.Operation.Number} was begun before the one before it was acknowledged")];
        var settled = After(done, certain, fed, seen);
        if (settled.Count == 0 || certain == done.Count)
            return settled;
        var whole = After(done, certain + 1, fed, seen);
        return whole.Count == 0 ? [] : [.. settled.Select(finding => finding with { Property = "C3" })];
    }

    /// <summary>What differs from how it must be after so many of the changes.</summary>
    private static List<Finding> After(IReadOnlyList<(ToldOperation By, SaidStudy Said)> done, int changes, IReadOnlySet<string> fed, Observed seen) =>
        [.. OfRow(done, changes, seen), .. OfDoors(done, changes, fed, seen), .. OfDocuments(done, changes, seen)];

    private static IEnumerable<Finding> OfRow(IReadOnlyList<(ToldOperation By, SaidStudy Said)> done, int changes, Observed seen)
    {
        var uid = done[0].Said.Study;
        var rows = seen.Studies[uid].ToList();
        if (changes == 0)
        {
            if (rows.Count > 0)
                yield return new Finding("C2", Harm.Phantom, $"study {uid} is there");
            yield break;
        }
        if (rows is not [var row])
        {
            yield return rows.Count == 0
                ? new Finding("C1", Harm.Lost, $"study {uid}, acknowledged to operation {done[changes - 1].By.Operation.Number}, is not there")
                : new Finding("C4", Harm.Doubled, $"study {uid} is there {rows.Count} times");
            yield break;
        }
        var last = done[changes - 1].Said;
        if (row.Version != changes || row.Manifests != changes)
            yield return new Finding(row.Version < changes || row.Manifests < changes ? "C1" : "C4",
                row.Version < changes || row.Manifests < changes ? Harm.Lost : Harm.Doubled,
                $"study {uid} has {row.Version} versions of {row.Manifests} documents after {changes} changes");
        if (row.IsWithdrawn != (last.Instances == 0) || (!row.IsWithdrawn && row.Instances != last.Instances))
            yield return new Finding("C5", Harm.Lost,
                $"study {uid} has {(row.IsWithdrawn ? 0 : row.Instances)} instances, the last change ({done[changes - 1].By.Operation.Number}) left {last.Instances}");
    }

    private static IEnumerable<Finding> OfDoors(
        IReadOnlyList<(ToldOperation By, SaidStudy Said)> done, int changes, IReadOnlySet<string> fed, Observed seen)
    {
        var said = done[Math.Max(0, changes - 1)].Said;
        var expected = changes == 0 || said.Instances == 0 ? 0 : 1;
        // the hospital's own number answers for itself; another's is linked when both have been fed
        var isLinked = said.Patients.All(fed.Contains);
        var doors = said.Patients
            .Select((number, index) => (Door: $"by {number}", Found: FoundBy(number, said.Study, seen), IsSure: index == 0 || isLinked))
            .Prepend((Door: "by its UID", Found: seen.FoundByUid.GetValueOrDefault(said.Study, []), IsSure: true));
        foreach (var (door, found, isSure) in doors)
            if (found.Count != expected && (isSure || found.Count > expected))
                yield return new Finding(
                    found.Count < expected ? "C1" : expected == 0 ? "C2" : "C4",
                    found.Count < expected ? Harm.Lost : expected == 0 ? Harm.Phantom : Harm.Doubled,
                    $"study {said.Study} ({done[0].By.Operation.Kind}) is found {found.Count} times {door}");
            else if (expected == 1 && found.Any(instances => instances != said.Instances))
                yield return new Finding("C5", Harm.Lost, $"study {said.Study} is found {door} with {string.Join(", ", found)} instances, not {said.Instances}");
    }

    private static IReadOnlyList<int> FoundBy(string number, string study, Observed seen) =>
        seen.FoundByNumber.GetValueOrDefault(number)?.GetValueOrDefault(study) ?? [];

    private static IEnumerable<Finding> OfDocuments(IReadOnlyList<(ToldOperation By, SaidStudy Said)> done, int changes, Observed seen)
    {
        for (var change = 0; change < done.Count; change++)
        {
            var (by, said) = done[change];
            if (by.Operation.Set is { } set && seen.Sets.GetValueOrDefault(set) is var sets && sets != (change < changes ? 1 : 0))
                yield return Wrong(sets, change < changes, $"submission set of operation {by.Operation.Number}");
            if (said.Document is not { } unique)
                continue;
            var document = seen.Documents.GetValueOrDefault(unique);
            if ((document?.Entries ?? 0) != (change < changes ? 1 : 0))
                yield return Wrong(document?.Entries ?? 0, change < changes, $"document of operation {by.Operation.Number}");
            if (change >= changes || document is null)
                continue;
            var isReplaced = done.Skip(change + 1).Take(changes - change - 1).Any(later => later.By.Operation.Kind == OperationKind.Replace);
            if (document.IsApproved == isReplaced)
                yield return new Finding("C5", Harm.Lost, $"the document of operation {by.Operation.Number} is {(isReplaced ? "not " : "")}deprecated");
            else if (!isReplaced && done[changes - 1].Said.Instances > 0 && document.Sha256 != said.Sha256)    // of a withdrawn study nothing is given
                yield return new Finding("C1", Harm.Lost,
                    $"the document of operation {by.Operation.Number} is retrieved {(document.Sha256 is null ? "by nobody" : "with other bytes")}");
        }
    }

    private static Finding Wrong(int there, bool isExpected, string what) => there == 0
        ? new Finding("C1", Harm.Lost, $"the {what} is not there")
        : new Finding(isExpected ? "C4" : "C2", isExpected ? Harm.Doubled : Harm.Phantom, $"the {what} is there {there} times");
}
