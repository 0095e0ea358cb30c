namespace HieImaging.Identity.Answering;

/// <summary>What an element of PID must be, as a PDQ query says it: the place, the text, what the text may stand for.</summary>
/// <param name="Element">Of the profile's list.</param>
/// <param name="Text">Plain; <c>*</c> in it stands for anything.</param>
/// <param name="Repetition">Of QPD-3, from 1: where an error is told.</param>
internal sealed record PdqCriterion(PdqElement Element, string Text, int Repetition)
{
    /// <summary>What only says whose a number is: whoever says no more would be shown everybody.</summary>
    public static bool IsNothingAlone(PdqElement element) => element is PdqElement.NumberUniversalIdType
        or PdqElement.MothersNumberNamespace or PdqElement.MothersNumberUniversalId or PdqElement.MothersNumberUniversalIdType;

    /// <summary>A part of one number, or of one mother: two of it cannot both be meant. Of names, dates and places all must hold.</summary>
    public static bool IsOneAlone(PdqElement element) =>
        element is <= PdqElement.NumberUniversalIdType or PdqElement.MothersFamily or PdqElement.MothersGiven
            or >= PdqElement.MothersNumber;
}

/// <summary>The elements of PID by which patients are looked for (ITI TF-2 table 3.21.4.1.2.3.3-1; paediatric option; the mother's
/// number).</summary>
internal enum PdqElement
{
    Number, NumberNamespace, NumberUniversalId, NumberUniversalIdType,
    Family, Given,
    MothersFamily, MothersGiven,
    BirthDate, Sex,
    Street, City, State, PostalCode, Country,
    Telephone,
    MothersNumber, MothersNumberNamespace, MothersNumberUniversalId, MothersNumberUniversalIdType,
}
