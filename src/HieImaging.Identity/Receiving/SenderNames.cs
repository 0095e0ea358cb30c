using HieImaging.Hl7v2.Messages;
using HieImaging.Hl7v2.Values;

namespace HieImaging.Identity.Receiving;

/// <summary>The sender as MSH-3 and MSH-4 name it, in every spelling: by namespace and by universal id.</summary>
internal static class SenderNames
{
    public static IReadOnlyList<string> Of(Hl7Message message)
    {
        var (application, facility) = (Hd.Of(message.Header[3]), Hd.Of(message.Header[4]));
        return [.. from one in Spellings(application) from other in Spellings(facility) select $"{one}|{other}"];
    }

    private static IEnumerable<string> Spellings(Hd name) =>
        new[] { name.Namespace, name.UniversalId }.OfType<string>().DefaultIfEmpty("");
}
