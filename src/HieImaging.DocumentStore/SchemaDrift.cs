namespace HieImaging.DocumentStore;

/// <summary>One difference between the program's migrations and those that a database has had.</summary>
internal sealed record SchemaDrift(string What, bool IsMissing)
{
    public static IEnumerable<SchemaDrift> Between(IReadOnlyList<Migration> program, IReadOnlyList<AppliedMigration> database)
    {
        foreach (var migration in program)
        {
            var applied = database.FirstOrDefault(migration.IsSameStepAs);
            if (applied is null)
                yield return new SchemaDrift($"{migration} is not applied", true);
            else if (applied.Sha256 != migration.Sha256)
                yield return new SchemaDrift($"{migration} was applied with another text", false);
        }

        foreach (var applied in database)
            if (!program.Any(migration => migration.IsSameStepAs(applied)))
                yield return new SchemaDrift($"{applied.Schema} {applied.Number:D4} {applied.Name} is unknown to this program", false);
    }

    public override string ToString() => What;
}
