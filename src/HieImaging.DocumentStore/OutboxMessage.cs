namespace HieImaging.DocumentStore;

/// <summary>A fact to be published: its id is the bus's message id and so the consumers' inbox key.</summary>
/// <param name="Type">The message type's name, of the closed catalogue.</param>
/// <param name="Body">JSON.</param>
public sealed record OutboxMessage(Guid Id, string Type, string Body);
