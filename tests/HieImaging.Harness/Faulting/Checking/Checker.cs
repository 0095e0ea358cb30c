using HieImaging.Harness.Faulting.Working;

namespace HieImaging.Harness.Faulting.Checking;

/// <summary>Whether an exchange kept its promises: the history of its clients against what is to be seen of it (trust.md section 6, C1–C5 and
/// C8–C12). Pure.</summary>
public static class Checker
{
    private const int MostWords = 3;

    /// <param name="poison">Messages put in on purpose that no consumer can take.</param>
    public static Verdict Judge(ToldHistory told, Observed seen, long poison)
    {
        var studies = told.Studies;
        List<Finding> findings =
        [
            .. told.Operations.SelectMany(one => OfAnswer(one)),
            .. studies.SelectMany(study => StudyCheck.Of([.. study], told.Fed, seen)),
            .. Halves(told, seen),
            .. Phantoms(studies, seen),
            .. told.Operations.SelectMany(one => OfPatient(one, seen)),
            .. told.Operations.SelectMany(one => AuditCheck.Of(one, seen)),
            .. AuditCheck.OfReads(told.Reads, seen),
            .. seen.Items.Where(item => item.Value.Registered != item.Value.Records)
                .Select(item => new Finding("C8", Harm.Other, $"{item.Key} was registered {item.Value.Registered} times from the queue, told {item.Value.Records} times")),
            .. seen.WrongImages.Select(wrong => new Finding("C1", Harm.Lost, wrong)),
            .. seen.NamedInLogs.Select(line => new Finding("C11", Harm.Other, "a log names a patient: " + line)),
            .. seen.Leftovers.Select(file => new Finding("C12", Harm.Other, "a temporary file is left: " + file)),
        ];
        if (seen.BrokenChain is { } broken)
            findings.Add(new Finding("C8", Harm.Other, "the audit chain does not verify: " + broken));
        if (seen.Underived is { } underived)
            findings.Add(new Finding("C9", Harm.Other, "what is derived differs from a rebuild: " + underived));
        if (seen.DeadLetters != poison)
            findings.Add(new Finding("C10", seen.DeadLetters < poison ? Harm.Lost : Harm.Other, $"{seen.DeadLetters} dead letters, {poison} messages were poison"));
        return new Verdict(
            told.Operations.Count(one => one.IsOk), told.Operations.Count(one => one.Outcome == HistoryWhat.Fail), told.Operations.Count(one => one.IsOpen),
            told.Reads.Count, findings);
    }

    // Only what was wrong on purpose is refused; a repetition least of all.
    private static IEnumerable<Finding> OfAnswer(ToldOperation one)
    {
        if (one.Operation.Kind == OperationKind.Refused && one.IsOk)
            yield return new Finding("C2", Harm.Phantom, $"operation {one.Operation.Number} was accepted though its patient is unknown");
        if (one.Operation.Kind != OperationKind.Refused && one.Outcome == HistoryWhat.Fail)
            yield return new Finding("C1", Harm.Lost,
                $"operation {one.Operation.Number} ({one.Operation.Kind}) was refused with {one.Answer} after {one.Unanswered.Count} unanswered attempts");
    }

    // C3 for what speaks of several studies: all of them or none.
    private static IEnumerable<Finding> Halves(ToldHistory told, Observed seen) =>
        from one in told.Operations
        where one.IsOpen && one.Operation.Studies.Count > 1
        let there = one.Operation.Studies.Count(said => seen.Studies[said.Study].Any())
        where there != 0 && there != one.Operation.Studies.Count
        select new Finding("C3", Harm.Lost, $"of operation {one.Operation.Number}, which nobody acknowledged, {there} of {one.Operation.Studies.Count} studies are there");

    private static IEnumerable<Finding> Phantoms(ILookup<string, (ToldOperation By, SaidStudy Said)> studies, Observed seen)
    {
        foreach (var study in seen.Studies.Where(study => !studies.Contains(study.Key)))
            yield return new Finding("C2", Harm.Phantom, $"study {study.Key} is there, and nobody submitted it");
        var certain = studies.Sum(study => study.Count(one => one.By.IsOk));
        var possible = studies.Sum(study => study.Count());
        if (seen.DocumentRows < certain)
            yield return new Finding("C1", Harm.Lost, $"{seen.DocumentRows} documents, {certain} were acknowledged");
        if (seen.DocumentRows > possible)
            yield return new Finding("C2", Harm.Phantom, $"{seen.DocumentRows} documents, {possible} were submitted");
    }

    // The same word of a patient is one version, however often it is said; a number alone, what a manifest calls him and what his feed says are three.
    private static IEnumerable<Finding> OfPatient(ToldOperation one, Observed seen)
    {
        if (one.Operation.Patient is not { } patient)
            yield break;
        var versions = seen.Patients[patient].ToList();
        if (one.IsOk && versions.Count == 0)
            yield return new Finding("C1", Harm.Lost, $"the patient of operation {one.Operation.Number} is not there");
        if (versions.Count > 1 || versions.Exists(version => version > MostWords))
            yield return new Finding("C4", Harm.Doubled, $"the patient of operation {one.Operation.Number} has {string.Join(", ", versions)} versions");
    }
}
