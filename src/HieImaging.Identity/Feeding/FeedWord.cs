using System.Security.Cryptography;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Identity.Documents;

namespace HieImaging.Identity.Feeding;

/// <summary>What a source says of one of its patients, by whatever door it came: ADT (ITI-8, ITI-30), ITI-104, a file.</summary>
internal sealed record FeedWord
{
    /// <summary>The number that it is said under; of an authority that the feeder feeds (<see cref="FeedAuthority"/>).</summary>
    public required PatientIdentifier Identifier { get; init; }

    /// <summary>A sound FHIR Patient that carries the number, canonical JSON; its id and meta do not matter.</summary>
    public required byte[] Patient { get; init; }

    /// <summary>Id of the participant that says it.</summary>
    public required string Feeder { get; init; }

    /// <summary>When it was so at the source: EVN-2, else MSH-7. Null (a door whose messages do not say): now, after all that came
    /// before. A time that is more than five minutes ahead counts as now.</summary>
    public DateTimeOffset? SaidAt { get; init; }

    /// <summary>By which message, for whoever asks why: <c>ITI-8 MSH-10</c>; never a name or a number of a patient.</summary>
    public required string Cause { get; init; }

    /// <summary>Of what was said: two words of one instant are ordered by it, and said twice it is one word.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(SourcePatient.Unstamped(Patient)));
}
