using System.CommandLine;
using System.Text;
using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Fhir.Validation;
using HieImaging.Fhir.Xml;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node validate FILE...</c>: the verdict of <c>$validate</c> on files, without a node: a line for each file, JSON with the
/// file's name and its OperationOutcome. Exit 1 when one is invalid.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "FHIR R4 resources; what ends in .xml is read as XML." };
        var profile = new Option<string?>("--profile") { Description = "The canonical URL of a profile of this node." };
        var command = new Command("validate", "Tells what is wrong with FHIR resources.") { files, profile };
        command.SetAction(async (parsed, cancellation) =>
        {
            Profile? asked = null;
            if (parsed.GetValue(profile) is { } url && (asked = ProfileTables.Find(url)) is null)
            {
                Console.Error.WriteLine($"The profile is not held here; there are: {string.Join(", ", ProfileTables.Urls)}");
                return 2;
            }
            var invalid = false;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                if (await ReadAsync(file, cancellation) is not { } bytes)
                    return 2;
                var issues = Judge(file, bytes, asked is null ? [] : [asked]);
                invalid |= issues.Any(issue => issue.Severity is IssueSeverity.Error or IssueSeverity.Fatal);
                Console.WriteLine(Line(file, issues));
            }
            return invalid ? 1 : 0;
        });
        return command;
    }

    private static IReadOnlyList<FhirIssue> Judge(string file, byte[] bytes, IReadOnlyList<Profile> profiles) =>
        (file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? FhirXml.Read(bytes) : FhirJson.Read(bytes)) switch
        {
            FhirReading.Accepted { Resource: var resource } => Validator.Validate(resource, profiles),
            FhirReading.Refused refused => refused.Issues,
            _ => throw new InvalidOperationException("The set of answers is closed."),
        };

    private static string Line(string file, IReadOnlyList<FhirIssue> issues)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WritePropertyName("outcome");
            OperationOutcome.WriteTo(json, [.. issues]);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
    }

    private static async Task<byte[]?> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(failure.Message);
            return null;
        }
    }
}
