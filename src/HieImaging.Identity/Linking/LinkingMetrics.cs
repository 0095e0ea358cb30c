using System.Diagnostics.Metrics;

namespace HieImaging.Identity.Linking;

/// <summary>What linking counts, for the alerts of operations.md; never a name or a number.</summary>
internal static class LinkingMetrics
{
    private static readonly Meter Meter = new("HieImaging.Identity");

    private static readonly Counter<long> Pairs =
        Meter.CreateCounter<long>("hie.identity.pairs", null, "Pairs decided anew, by verdict");

    private static readonly Counter<long> Divided =
        Meter.CreateCounter<long>("hie.identity.buckets.divided", null, "Blocking keys that held too many records and were divided by a further attribute");

    private static readonly Counter<long> Overflowing =
        Meter.CreateCounter<long>("hie.identity.buckets.overflow", null, "Records whose candidates were more than could be compared: in review");

    private static readonly Histogram<int> Sizes =
        Meter.CreateHistogram<int>("hie.identity.person.sources", null, "Source identities of a person whose sources changed");

    private static readonly Counter<long> Large =
        Meter.CreateCounter<long>("hie.identity.components.large", null, "Components beyond the largest: nothing was moved in them");

    private static readonly Counter<long> Reviews =
        Meter.CreateCounter<long>("hie.identity.reviews", null, "Review items, by kind and what became of them");

    public static void Decided(string verdict) => Pairs.Add(1, new KeyValuePair<string, object?>("verdict", verdict));

    public static void Divide() => Divided.Add(1);

    public static void Overflow() => Overflowing.Add(1);

    public static void Person(int sources) => Sizes.Record(sources);

    public static void LargeComponent() => Large.Add(1);

    public static void Review(string kind, string became, int items) => Reviews.Add(
        items, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("became", became));
}
