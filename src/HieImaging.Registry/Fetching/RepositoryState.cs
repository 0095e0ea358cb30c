namespace HieImaging.Registry.Fetching;

/// <summary>How it stands with one hospital's repository.</summary>
internal readonly record struct RepositoryState
{
    /// <summary>How long it is left alone yet, zero where it is to be tried; null: it is well.</summary>
    public TimeSpan? Rest { get; init; }

    /// <summary>Since the first failure after its last answer; zero where it answered last.</summary>
    public TimeSpan FailingFor { get; init; }

    public int Asking { get; init; }

    public int Waiting { get; init; }

    /// <summary>Since it last answered, or was first asked.</summary>
    public TimeSpan SinceAnswer { get; init; }

    /// <summary>From its last question that was answered to the answer.</summary>
    public TimeSpan LastTook { get; init; }
}
