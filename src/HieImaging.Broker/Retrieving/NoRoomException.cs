namespace HieImaging.Broker.Retrieving;

/// <summary>The node holds as much metadata as it may, for all or for this client: to be asked again in a moment.</summary>
internal sealed class NoRoomException() : Exception("There is no room for more metadata now.");
