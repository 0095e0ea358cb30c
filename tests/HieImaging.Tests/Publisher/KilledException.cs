namespace HieImaging.Tests.Publisher;

/// <summary>The publisher ends here, as by kill -9: nothing in it may catch this.</summary>
public sealed class KilledException : Exception;
