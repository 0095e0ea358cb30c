using System.Diagnostics;
using OpenTelemetry;

namespace HieImaging.Node.Telemetry;

/// <summary>Takes URLs, SQL and exception texts from a span before it leaves: they may name a patient or a study.</summary>
internal sealed class WithoutPatients : BaseProcessor<Activity>
{
    private static readonly string[] Telling =
        [
            "url.full", "url.path", "url.query", "http.url", "http.target", "db.statement", "db.query.text",
            "exception.message", "exception.stacktrace"
        ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Telling)
            if (data.GetTagItem(tag) is not null)
                data.SetTag(tag, null);
        // An exception's text lies in an event, and no event can be taken off a span: such a span stays here, the door's own says that it
        // failed.
        if (data.Events.Any(told => told.Name == "exception"))
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        if (data.Status == ActivityStatusCode.Error)
            data.SetStatus(ActivityStatusCode.Error);
    }
}
