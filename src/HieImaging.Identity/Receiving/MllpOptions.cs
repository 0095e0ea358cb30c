using System.ComponentModel.DataAnnotations;
using HieImaging.Hl7v2.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Identity.Receiving;

/// <summary>What a sender of HL7 v2 may take up (<c>Mllp:…</c>), in one process.</summary>
internal sealed record MllpOptions : IValidatableObject
{
    public const string Section = "Mllp";

    /// <summary>At once; those beyond are closed, or in their place the one that has been silent longest without having shown who it
    /// is.</summary>
    [Range(1, 100_000)] public int Connections { get; init; } = 256;

    /// <summary>Connections at once, beside those, whose certificate is no client's: they are told so and closed.</summary>
    [Range(1, 10_000)] public int Strangers { get; init; } = 16;

    /// <summary>How long such a connection has to say what is answered so.</summary>
    public TimeSpan StrangerWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Messages of feeds at work at once; a connection has one.</summary>
    [Range(1, 1_000)] public int AtOnce { get; init; } = 8;

    /// <summary>Queries at work at once, beside the feeds.</summary>
    [Range(1, 1_000)] public int QueriesAtOnce { get; init; } = 4;

    /// <summary>How long a message waits for its turn before it is told to come again.</summary>
    public TimeSpan WaitAtMost { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A connection on which nothing comes is kept for so long.</summary>
    public TimeSpan IdleAtMost { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>From its first byte to its last.</summary>
    public TimeSpan MessageWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From its last byte to the answer.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the answer until there is room for it on the way to a peer that reads slowly, or not at all; then it is let
    /// go.</summary>
    public TimeSpan TakenWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>MSH-11 that is taken, separated by commas: a production node takes no test's patients.</summary>
    [Required] public string ProcessingIds { get; init; } = "P";

    /// <summary>How long a message is remembered under its control id: within it the same bytes again have no effect and the same
    /// answer.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(30);

    public Hl7Bounds Bounds { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, time) in ((string, TimeSpan)[])
            [
                (nameof(WaitAtMost), WaitAtMost), (nameof(IdleAtMost), IdleAtMost), (nameof(MessageWithin), MessageWithin),
                (nameof(AnswerWithin), AnswerWithin), (nameof(TakenWithin), TakenWithin), (nameof(StrangerWithin), StrangerWithin),
            ])
            if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
                yield return new ValidationResult($"{Section}:{name} is above 0 and at most a day.");
        if (KeptFor < TimeSpan.FromHours(1) || KeptFor > TimeSpan.FromDays(3650))
            yield return new ValidationResult($"{Section}:{nameof(KeptFor)} is from an hour to ten years.");
        var wrong = new List<ValidationResult>();
        Validator.TryValidateObject(Bounds, new ValidationContext(Bounds), wrong, validateAllProperties: true);
        foreach (var one in wrong)
            yield return one;
    }

    internal static void Register(IServiceCollection services) =>
        services.AddOptions<MllpOptions>().BindConfiguration(Section).ValidateDataAnnotations().ValidateOnStart();
}
