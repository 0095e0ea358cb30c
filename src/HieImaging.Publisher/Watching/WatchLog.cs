using HieImaging.Publisher.Reading;
using Microsoft.Extensions.Logging;

namespace HieImaging.Publisher.Watching;

/// <summary>What an operator reads of a watch. Study UIDs, never a patient.</summary>
internal static partial class WatchLog
{
    [LoggerMessage(7101, LogLevel.Information, "Watching with {Known} studies known; management on {Management}.")]
    public static partial void Began(ILogger log, int known, string management);

    [LoggerMessage(7102, LogLevel.Information, "Stopped.")]
    public static partial void Ended(ILogger log);

    [LoggerMessage(7103, LogLevel.Information,
        "Round: {Listed} studies listed, {Read} read, {Withdrawn} withdrawn; since the start {Accepted} accepted, {Refused} refused.")]
    public static partial void Round(ILogger log, int listed, int read, int withdrawn, int accepted, int refused);

    [LoggerMessage(7104, LogLevel.Warning, "The {Peer} is lost ({Reason}); again in {Pause}.")]
    public static partial void Lost(ILogger log, string peer, string reason, TimeSpan pause);

    [LoggerMessage(7105, LogLevel.Error, "A round broke off: {Failure}; again in {Pause}.")]
    public static partial void BrokeOff(ILogger log, string failure, TimeSpan pause);

    [LoggerMessage(7106, LogLevel.Warning, "Study {Study} cannot be read: {Reason}.")]
    public static partial void Unreadable(ILogger log, string study, string reason);

    [LoggerMessage(7107, LogLevel.Warning, "Study {Study} is not believed: the archive counts {Counted} instances and names {Named}.")]
    public static partial void Doubted(ILogger log, string study, int? counted, int named);

    [LoggerMessage(7108, LogLevel.Error, "{Gone} studies are gone and none is withdrawn: {Reason}.")]
    public static partial void Stopped(ILogger log, int gone, string reason);

    [LoggerMessage(7109, LogLevel.Warning, "A study that is not listed is not proved gone: the archive says {Presence} of {Study}.")]
    public static partial void NotProved(ILogger log, string study, Presence presence);

    [LoggerMessage(7110, LogLevel.Information, "Study {Study} has other instances though their number is the same.")]
    public static partial void Exchanged(ILogger log, string study);
}
