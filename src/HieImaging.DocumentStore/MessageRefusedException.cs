namespace HieImaging.DocumentStore;

/// <summary>A consumer will never take this message as it is and as the world is: it is its dead letter at once, for a person to look at.</summary>
/// <param name="reason">A code that <c>hie-node queues list</c> shows; it names no patient.</param>
public class MessageRefusedException(string reason) : Exception($"The message is refused: {reason}.")
{
    public string Reason => reason;
}
