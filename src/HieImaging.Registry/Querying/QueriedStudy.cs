using HieImaging.Dicom;

namespace HieImaging.Registry.Querying;

/// <summary>A series and, made when they are asked for, its instances.</summary>
internal sealed record QueriedSeries(DicomDataset Attributes, IEnumerable<DicomDataset> Instances);

/// <summary>A study as attributes: what a query is held against, and what is answered. Pure.</summary>
internal sealed record QueriedStudy(DicomDataset Attributes, IReadOnlyList<QueriedSeries> Series)
{
    /// <summary>The results that the study gives: itself, its series or its instances; none where a key does not hold.</summary>
    public IEnumerable<DicomDataset> Results(ObjectQuery query)
    {
        if (!Hold(query, QueryLevel.Study, Attributes))
            yield break;
        var ofSeries = query.KeysOf(QueryLevel.Series).Any();
        var ofInstances = query.KeysOf(QueryLevel.Instance).Any();
        if (query.Level == QueryLevel.Study)
        {
            if ((!ofSeries && !ofInstances) || Matching(query).Any(series => !ofInstances || Instances(query, series).Any()))
                yield return Answer(query, Attributes);
            yield break;
        }
        foreach (var series in Matching(query))
            if (query.Level == QueryLevel.Instance)
                foreach (var instance in Instances(query, series))
                    yield return Answer(query, Attributes, series.Attributes, instance);
            else if (!ofInstances || Instances(query, series).Any())
                yield return Answer(query, Attributes, series.Attributes);
    }

    private IEnumerable<QueriedSeries> Matching(ObjectQuery query) =>
        Series.Where(series => Hold(query, QueryLevel.Series, series.Attributes));

    private static IEnumerable<DicomDataset> Instances(ObjectQuery query, QueriedSeries series) =>
        series.Instances.Where(instance => Hold(query, QueryLevel.Instance, instance));

    private static bool Hold(ObjectQuery query, QueryLevel level, DicomDataset attributes) =>
        query.KeysOf(level).All(key => key.Match.Holds(attributes.GetStrings(key.Tag)));

    // The lower level's value stands where two levels have the attribute (Retrieve URL, Instance Availability).
    private static DicomDataset Answer(ObjectQuery query, params DicomDataset[] levels)
    {
        var answer = new DicomDataset();
        foreach (var attribute in levels.SelectMany(level => level))
            if (query.Answers(attribute.Tag))
                answer.AddOrUpdate(attribute);
        return answer;
    }
}
