using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.Xds.Metadata;

/// <summary>The records as JSON; the same record gives the same bytes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DocumentEntry))]
[JsonSerializable(typeof(SubmissionSet))]
[JsonSerializable(typeof(Folder))]
[JsonSerializable(typeof(Association))]
[JsonSerializable(typeof(Submission))]
public sealed partial class MetadataJson : JsonSerializerContext
{
    public static byte[] Write(DocumentEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, Default.DocumentEntry);

    public static byte[] Write(SubmissionSet set) => JsonSerializer.SerializeToUtf8Bytes(set, Default.SubmissionSet);

    public static byte[] Write(Folder folder) => JsonSerializer.SerializeToUtf8Bytes(folder, Default.Folder);

    public static byte[] Write(Association association) => JsonSerializer.SerializeToUtf8Bytes(association, Default.Association);

    public static byte[] Write(Submission submission) => JsonSerializer.SerializeToUtf8Bytes(submission, Default.Submission);
}
