using HieImaging.AffinityDomain.Identifiers;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Broker.Retrieving;

/// <summary>What a WADO-RS address names (PS3.18 table 10.4.1-1); every part is a UID before it goes anywhere.</summary>
/// <param name="Custodian">From <c>/dicomweb/at/{custodian}</c>; null at the bare address.</param>
/// <param name="Series">Null at study level.</param>
/// <param name="Instance">Null at study and series level.</param>
/// <param name="Frames">Numbers from 1, as listed; empty for whole instances.</param>
internal sealed record RetrieveRequest(
    ParticipantId? Custodian, StudyInstanceUid Study, SeriesInstanceUid? Series, SopInstanceUid? Instance, IReadOnlyList<int> Frames)
{
    public const int MostFrames = 1000;

    /// <summary>False where a part is no UID or no frame list: nothing of that name can exist.</summary>
    public static bool TryRead(HttpRequest request, out RetrieveRequest read)
    {
        read = null!;
        ParticipantId? custodian = null;
        SeriesInstanceUid? series = null;
        SopInstanceUid? instance = null;
        IReadOnlyList<int> frames = [];
        if (Part(request, "custodian") is { } at)
        {
            if (!ParticipantId.TryParse(at, out var id))
                return false;
            custodian = id;
        }
        if (!StudyInstanceUid.TryParse(Part(request, "study"), out var study))
            return false;
        if (Part(request, "series") is { } seriesText)
        {
            if (!SeriesInstanceUid.TryParse(seriesText, out var uid))
                return false;
            series = uid;
        }
        if (Part(request, "instance") is { } instanceText)
        {
            if (!SopInstanceUid.TryParse(instanceText, out var uid))
                return false;
            instance = uid;
        }
        if (Part(request, "frames") is { } list && !TryReadFrames(list, out frames))
            return false;
        read = new RetrieveRequest(custodian, study, series, instance, frames);
        return true;
    }

    /// <summary>Below the archive's root, at this request's own level.</summary>
    public string Path => (Series, Instance) switch
    {
        (null, _) => $"studies/{Study.Text}",
        ({ } series, null) => $"studies/{Study.Text}/series/{series.Text}",
        ({ } series, { } instance) => $"studies/{Study.Text}/series/{series.Text}/instances/{instance.Text}"
            + (Frames.Count == 0 ? "" : "/frames/" + string.Join(',', Frames)),
    };

    private static string? Part(HttpRequest request, string name) => request.RouteValues[name] as string;

    private static bool TryReadFrames(string list, out IReadOnlyList<int> frames)
    {
        var numbers = new List<int>();
        frames = numbers;
        foreach (var text in list.Split(','))
        {
            if (numbers.Count == MostFrames
                || !int.TryParse(text, System.Globalization.NumberStyles.None, null, out var number) || number < 1)
                return false;
            numbers.Add(number);
        }
        return true;
    }
}
