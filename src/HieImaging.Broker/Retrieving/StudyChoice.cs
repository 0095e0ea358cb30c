using HieImaging.RecordLocator.Studies;

namespace HieImaging.Broker.Retrieving;

/// <summary>Which of the visible studies of one UID an address means (principle 10).</summary>
internal abstract record StudyChoice
{
    private StudyChoice() { }

    internal sealed record One(RegisteredStudy Study) : StudyChoice;

    /// <summary>Absent, withdrawn or not for this caller: one answer.</summary>
    internal sealed record None : StudyChoice;

    /// <summary>Two custodians or two patients: the address does not say which.</summary>
    internal sealed record Several : StudyChoice;

    /// <param name="visible">Live studies of that UID that the caller may see, at the custodian if the address names one.</param>
    /// <param name="request">At study level two are a conflict; a series or an instance belongs to whom it is registered for.</param>
    public static StudyChoice Of(IReadOnlyList<RegisteredStudy> visible, RetrieveRequest request)
    {
        var holding = request.Series is null
            ? visible
            : [.. visible.Where(study => study.Routes.Series.Any(series => series.Uid == request.Series.Value.Text
                && (request.Instance is not { } instance || series.Instances.Contains(instance.Text))))];
        return holding switch
        {
            [] => new None(),
            [var one] => new One(one),
            _ => new Several(),
        };
    }
}
