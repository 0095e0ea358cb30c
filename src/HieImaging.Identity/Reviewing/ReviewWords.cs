using System.Text.Json;
using System.Text.Json.Serialization;

namespace HieImaging.Identity.Reviewing;

/// <summary>What is doubtful.</summary>
public enum ReviewKind
{
    /// <summary>Perhaps one person.</summary>
    Pair,

    /// <summary>Under one number, wholly another person was written: the record is held back.</summary>
    Overlay,

    /// <summary>Assertions say on one path that they are one person, and that they are not.</summary>
    Contradiction,
}

/// <summary>How it stands.</summary>
public enum ReviewState
{
    Open,
    Linked,
    Refused,

    /// <summary>The doubt is gone without a steward: sources have said something else since.</summary>
    Superseded,
}

/// <summary>What a steward may say.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReviewChoice>))]
public enum ReviewChoice
{
    /// <summary>One person.</summary>
    [JsonStringEnumMemberName("link")] Link,

    /// <summary>Two persons, for ever.</summary>
    [JsonStringEnumMemberName("not-the-same")] NotTheSame,

    /// <summary>Of an overlay: the same person as before, whose record was put right.</summary>
    [JsonStringEnumMemberName("correction")] Correction,

    /// <summary>Of an overlay: two patients lie under one number, which goes on standing alone.</summary>
    [JsonStringEnumMemberName("another-person")] AnotherPerson,

    /// <summary>Of a record that is doubtful by itself (more candidates than can be compared): somebody has looked at it.</summary>
    [JsonStringEnumMemberName("noted")] Noted,

    /// <summary>What stewards asserted of the two is taken back; what records say decides again.</summary>
    [JsonStringEnumMemberName("undo")] Undo,
}

/// <summary>Choices as doors and commands write them.</summary>
public static class ReviewWords
{
    private static readonly Dictionary<string, ReviewChoice> Choices =
        Enum.GetValues<ReviewChoice>().ToDictionary(choice => JsonSerializer.SerializeToElement(choice).GetString()!, StringComparer.Ordinal);

    /// <summary>Null where it is no choice.</summary>
    public static ReviewChoice? Choice(string? word) =>
        word is not null && Choices.TryGetValue(word, out var choice) ? choice : null;

    public static string Word(ReviewChoice choice) => Choices.First(pair => pair.Value == choice).Key;
}
