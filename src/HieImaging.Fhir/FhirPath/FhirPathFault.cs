namespace HieImaging.Fhir.FhirPath;

/// <summary>Why an expression was refused or an evaluation came to no answer. The sentence quotes neither the expression nor the
/// resource.</summary>
/// <param name="Position">The character of the expression, from 0; -1 where the evaluation as a whole is meant.</param>
/// <param name="Sentence">One plain sentence.</param>
public sealed record FhirPathFault(int Position, string Sentence);
