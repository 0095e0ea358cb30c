namespace HieImaging.Publisher.Keeping;

/// <summary>
/// What was published cannot be written down any more: nothing may be published until it can. A half-written last line is cut at the next
/// start.
/// </summary>
public sealed class StateLostException(Exception failure) : Exception("The state file cannot be written: " + failure.Message, failure);
