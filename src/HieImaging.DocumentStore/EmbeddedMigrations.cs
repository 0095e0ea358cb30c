using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace HieImaging.DocumentStore;

/// <summary>Reads a project's embedded <c>NNNN_name.sql</c> files.</summary>
public static partial class EmbeddedMigrations
{
    public static IReadOnlyList<Migration> Of(Assembly assembly, string schema)
    {
        var migrations = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (FileName().Match(resource) is not { Success: true } file)
                continue;
            using var text = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            migrations.Add(new Migration(
                schema,
                int.Parse(file.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                file.Groups[2].Value,
                text.ReadToEnd()));
        }

        migrations.Sort((left, right) => left.Number.CompareTo(right.Number));
        for (var i = 0; i < migrations.Count; i++)
            if (migrations[i].Number != i + 1)
                throw new InvalidOperationException(
                    $"Migrations of {schema} are not numbered 1, 2, 3 …: {migrations[i]} is at place {i + 1}.");
        return migrations;
    }

    [GeneratedRegex(@"^(\d{4})_(\w+)\.sql$", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}
