using HieImaging.Harness.Hostile;
using Xunit;

namespace HieImaging.SystemTests.Harness;

/// <summary>All roles in one process.</summary>
public sealed class OneProcess() : Exchange([null]), IAsyncLifetime
{
    protected override bool ListsViewer => true;
}

/// <summary>Four processes with one role each.</summary>
public sealed class OneProcessARole() : Exchange("registry", "identity", "broker", "governance"), IAsyncLifetime;

/// <summary>All roles in one process, on servers of its own, which a fault may hit.</summary>
public sealed class OnOwnServers() : Exchange([null]), IAsyncLifetime
{
    protected override bool HasArchive => false;

    protected override Task<Servers> StartServersAsync() => Servers.OwnAsync();
}

/// <summary>All roles in one process that needs no RabbitMQ.</summary>
public sealed class WithoutBroker() : Exchange([null]), IAsyncLifetime
{
    protected override bool HasArchive => false;

    protected override Task<string> NewBusAsync() => Task.FromResult("memory:");
}

/// <summary>Four processes with one role each, to be killed.</summary>
public sealed class FragileOneProcessARole() : Exchange("registry", "identity", "broker", "governance"), IAsyncLifetime
{
    protected override bool HasArchive => false;
}

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

/// <summary>The exchange that bad inputs speak of, without RabbitMQ.</summary>
public sealed class HostileGround : HostileExchange, IAsyncLifetime
{
    protected override Task<string> NewBusAsync() => Task.FromResult("memory:");
}

[CollectionDefinition(Name)]
public sealed class OnHostileGround : ICollectionFixture<HostileGround>
{
    public const string Name = "bad inputs";
}
