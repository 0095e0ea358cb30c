namespace HieImaging.Node.Messaging;

/// <summary>
/// A queue that nobody consumes from is asked whether it would serve: a question of our own that it leaves open as long as a bus may be deaf
/// says that the queue is at fault, and not the bus. Asked while the bus is watched, not after another one has waited in vain.
/// </summary>
internal sealed class UnansweredQueues(TimeProvider clock)
{
    /// <summary>A queue that is being recovered answers within this.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (Task Answer, long Since)> _asked = new(StringComparer.Ordinal);

    /// <summary>Notes a look at the queue, and asks where nobody consumes.</summary>
    /// <param name="look">Null: there is none.</param>
    /// <param name="ask">Ends when the queue has answered, with an exception where the question was lost.</param>
    /// <returns>Whether the queue has left a question open for too long.</returns>
    public bool IsUnanswered(string queue, QueueLook? look, Func<string, Task> ask)
    {
        if (look is not { Consumers: 0 })
            _asked.Remove(queue);
        else if (!_asked.TryGetValue(queue, out var asked) || (asked.Answer.IsCompleted && !asked.Answer.IsCompletedSuccessfully))
            _asked[queue] = (ask(queue), clock.GetTimestamp());
        else
            return !asked.Answer.IsCompleted && clock.GetElapsedTime(asked.Since) >= Patience;
        return false;
    }

    /// <summary>All is to be asked anew.</summary>
    public void Forget() => _asked.Clear();
}
