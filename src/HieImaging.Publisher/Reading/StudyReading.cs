namespace HieImaging.Publisher.Reading;

/// <summary>A study read whole.</summary>
/// <param name="Instances">Those that can be referenced.</param>
/// <param name="Set">All that the archive named, so that its list of instances can be compared with this reading.</param>
internal sealed record StudyReading(IReadOnlyList<ArchivedInstance> Instances, InstanceSet Set);
