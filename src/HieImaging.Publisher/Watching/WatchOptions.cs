namespace HieImaging.Publisher.Watching;

/// <summary>How an archive is followed.</summary>
internal sealed record WatchOptions
{
    /// <summary>Between two looks at the archive's list.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A study is published once the list has said the same of it for so long: until then it is still arriving.</summary>
    public TimeSpan QuietFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A study that never falls quiet is published as it is after so long.</summary>
    public TimeSpan HoldAtMost { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The list of instances of each study is read again within this time, though its count has not changed.</summary>
    public TimeSpan RereadWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>In how many rounds one after the other a study must be missing from the list before the archive is asked for it.</summary>
    public int MissingRounds { get; init; } = 2;

    /// <summary>Where more studies than this are gone at once, none is withdrawn.</summary>
    public int VanishAtMost { get; init; } = 10;

    /// <summary>A request to a peer that is away is repeated for so long before the round is given up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The operator has looked: as many as are gone are withdrawn.</summary>
    public bool VanishWithoutLimit { get; init; }

    /// <summary>What is wrong with these settings; null: nothing.</summary>
    public string? Refusal =>
        Every <= TimeSpan.Zero || RereadWithin <= TimeSpan.Zero || Patience <= TimeSpan.Zero
            ? "--every, --reread-within and --patience are above 0."
        : QuietFor < TimeSpan.Zero || HoldAtMost < QuietFor ? "--hold-at-most is not less than --quiet-for, and that not below 0."
        : MissingRounds < 1 || VanishAtMost < 0 ? "--missing-rounds is 1 at least, --vanish-at-most 0."
        : null;
}
