using System.Security.Cryptography;
using System.Text;

namespace HieImaging.Publisher.Reading;

/// <summary>
/// Which instances an archive says a study has: the set of their SOP Instance UIDs, not their number, tells one from another.
/// </summary>
internal sealed record InstanceSet(int Count, string Digest)
{
    public static InstanceSet Of(IEnumerable<string> sopInstanceUids)
    {
        var set = sopInstanceUids.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new InstanceSet(set.Count, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', set))))[..32]);
    }
}
