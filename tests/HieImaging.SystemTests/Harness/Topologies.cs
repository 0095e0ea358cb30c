using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>All roles in one process.</summary>
public sealed class OneProcess() : Exchange([null]);

/// <summary>Four processes with one role each.</summary>
public sealed class OneProcessARole() : Exchange("registry", "identity", "broker", "governance");

[CollectionDefinition(Name)]
public sealed class InOneProcess : ICollectionFixture<OneProcess>
{
    public const string Name = "all roles in one process";
}

[CollectionDefinition(Name)]
public sealed class InOneProcessARole : ICollectionFixture<OneProcessARole>
{
    public const string Name = "one process a role";
}
