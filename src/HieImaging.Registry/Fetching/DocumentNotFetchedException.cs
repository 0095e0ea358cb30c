using HieImaging.DocumentStore;

namespace HieImaging.Registry.Fetching;

/// <summary>
/// A hospital's repository did not give a registered document in all the time that it had: the message becomes a dead letter, for a person
/// to look at.
/// </summary>
internal sealed class DocumentNotFetchedException(string reason) : MessageRefusedException("repository-" + reason);
