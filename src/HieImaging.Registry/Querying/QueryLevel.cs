namespace HieImaging.Registry.Querying;

/// <summary>What a search answers with (PS3.18 table 10.6.1-1): a higher one holds the lower ones.</summary>
internal enum QueryLevel
{
    Study,
    Series,
    Instance,
}
