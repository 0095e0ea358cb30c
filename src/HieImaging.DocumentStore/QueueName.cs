using System.Text;

namespace HieImaging.DocumentStore;

/// <summary>
/// <c>hie-{role}-{consumer}-v1</c>, read from the consumer's type: RegisterManifestConsumer of the Registry is
/// <c>hie-registry-register-manifest-v1</c>. The version changes when the
/// queue's arguments do (RabbitMQ refuses other arguments under an old name).
/// </summary>
public static class QueueName
{
    private const string Prefix = "hie-", Suffix = "-v1";

    public static string Of(Type consumer) => Prefix + ConsumerOf(consumer) + Suffix;

    /// <summary>The consumer's name in the inbox: the queue's without prefix and version.</summary>
    public static string ConsumerOf(Type consumer) => $"{Role(consumer)}-{Words(consumer.Name)}";

    /// <summary>The same from the address that a message came to.</summary>
    public static string ConsumerOf(Uri address)
    {
        var name = address.AbsolutePath[(address.AbsolutePath.LastIndexOf('/') + 1)..];
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            ? name[Prefix.Length..^Suffix.Length]
            : name;
    }

    private static string Role(Type consumer) =>
        consumer.Namespace?.Split('.') is [_, var role, ..]
            ? Words(role)
            : throw new ArgumentException($"{consumer} lies in no room.", nameof(consumer));

    private static string Words(string name)
    {
        const string Kind = "Consumer";
        var words = new StringBuilder();
        foreach (var letter in name.EndsWith(Kind, StringComparison.Ordinal) ? name.AsSpan()[..^Kind.Length] : name)
        {
            if (char.IsAsciiLetterUpper(letter) && words.Length > 0)
                words.Append('-');
            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
