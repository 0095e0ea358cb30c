namespace HieImaging.Registry.Fetching;

/// <summary>
/// A hospital's repository did not give a registered document in all the time that it had: the message becomes a dead letter, for a person
/// to look at. Why, the row of the document says.
/// </summary>
internal sealed class DocumentNotFetchedException(string reason) : Exception($"A registered document could not be fetched: {reason}.");
