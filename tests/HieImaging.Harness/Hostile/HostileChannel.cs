namespace HieImaging.Harness.Hostile;

/// <summary>One way into the node: how an input of a manifest goes over it, what counts as accepted, and which harms can be looked for.</summary>
public abstract class HostileChannel(HostileExchange exchange)
{
    /// <summary>As the run calls it: <c>fhir-rest</c>; where one channel of the manifest goes through several doors, <c>dicom-kos stow-rs</c>.</summary>
    public abstract string Name { get; }

    /// <summary><see cref="BadInput.Channel"/> of what it plays.</summary>
    public virtual string Serves => Name;

    protected HostileExchange Exchange => exchange;

    /// <summary>Why the input can mean nothing here yet (a door that the node does not have); null: it is played.</summary>
    public virtual string? Skips(BadInput input) => null;

    /// <summary>The same where only the file says what is asked for.</summary>
    public virtual string? Skips(BadInputFolder folder, BadInput input) => Skips(input);

    /// <summary>Plays the input once.</summary>
    public abstract Task<HostileAnswer> PlayAsync(BadInputFolder folder, BadInput input, CancellationToken cancellation);

    /// <summary>A good request of this channel, fresh each time.</summary>
    public abstract Task<HostileAnswer> ControlAsync(CancellationToken cancellation);

    /// <summary>Whether the node took what was sent.</summary>
    public virtual bool Accepts(HostileAnswer answer) => !answer.IsRefused;

    /// <summary>What the answer may be; an input that leaves the choice to the product is narrowed to our decision here.</summary>
    public virtual Expectation Expects(BadInput input) => Expectation.Of(input.Expected);

    /// <summary>The harms of <see cref="BadInput.MustNot"/> that can be seen, as far as they have been done; asked after the answer.</summary>
    public virtual Task<IReadOnlyList<string>> HarmsAsync(BadInput input, HostileAnswer answer, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<string>>([]);
}
