namespace HieImaging.Publisher.Sending;

/// <summary>What the exchange answered to one document.</summary>
internal abstract record SendingAnswer
{
    private SendingAnswer()
    {
    }

    internal sealed record Accepted(IReadOnlyList<string> Warnings) : SendingAnswer;

    /// <param name="Code">The standard's code.</param>
    internal sealed record Refused(string Code, string Text) : SendingAnswer;
}
