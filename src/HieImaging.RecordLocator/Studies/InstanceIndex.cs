using HieImaging.AffinityDomain.Identifiers;
using HieImaging.DocumentStore;
using HieImaging.RecordLocator.Keys;

namespace HieImaging.RecordLocator.Studies;

/// <summary>
/// Which studies hold an instance, where its study is not said. The UIDs of a series are mostly alike but for their ends, so what is
/// indexed is a UID without its end: a few keys for a study and not one for each of its instances, which cost more to index than all the rest
/// of the study to write. What the index finds is held against the study's own list.
/// </summary>
public static class InstanceIndex
{
    private const int End = 6;

    /// <summary>Column <c>instance_keys</c>.</summary>
    public static long[] KeysOf(StudyRoutes routes)
    {
        var beginnings = new HashSet<string>(StringComparer.Ordinal);
        var last = "";
        foreach (var instance in routes.Series.SelectMany(series => series.Instances))
        {
            if (last.Length > 0 && last.Length == instance.Length - End && instance.StartsWith(last, StringComparison.Ordinal))
                continue;
            last = Beginning(instance);
            beginnings.Add(last);
        }
        return [.. beginnings.Select(Key)];
    }

    /// <summary>Of alias <c>study</c>: it holds one of the instances.</summary>
    public static SqlFragment Holds(params IReadOnlyCollection<SopInstanceUid> instances)
    {
        // whole UIDs are what was indexed before
        long[] keys = [.. instances.SelectMany(uid => new[] { Key(Beginning(uid.Text)), Key(uid.Text) })];
        string[] uids = [.. instances.Select(uid => uid.Text)];
        return $"""
            (study.instance_keys && {keys} and exists (select from unnest({uids}) asked (uid) where jsonb_path_exists(
                convert_from(study.routes, 'UTF8')::jsonb, '$.series[*].instances[*] ? (@ == $uid)', jsonb_build_object('uid', asked.uid))))
            """;
    }

    private static string Beginning(string uid) => uid.Length > 2 * End ? uid[..^End] : uid;

    private static long Key(string text) => ResourceIds.TextKey(text);
}
