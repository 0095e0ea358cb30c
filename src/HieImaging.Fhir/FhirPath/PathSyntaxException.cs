namespace HieImaging.Fhir.FhirPath;

/// <summary>Ends the reading of an expression that is none; it does not leave <see cref="FhirPathExpression"/>.</summary>
internal sealed class PathSyntaxException(int position, string sentence) : Exception(sentence)
{
    internal FhirPathFault Fault => new(position, Message);
}
