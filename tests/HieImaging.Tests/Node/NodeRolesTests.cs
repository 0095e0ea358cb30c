using HieImaging.AffinityDomain.Messages;
using HieImaging.Node.Messaging;
using HieImaging.Node.Roles;
using Xunit;

namespace HieImaging.Tests.Node;

public sealed class NodeRolesTests
{
    [Fact]
    public void No_names_are_all_roles() => Assert.Equal(NodeRoles.All, NodeRoles.Named(null));

    [Fact]
    public void Some_names_are_those_roles() => Assert.Equal(["registry", "identity"], NodeRoles.Named("identity, registry").Select(role => role.Name));

    [Fact]
    public void An_unknown_name_is_refused() => Assert.Throws<ArgumentException>(() => NodeRoles.Named("registry,regsitry"));

    [Fact]
    public void Every_listed_consumer_takes_a_message_of_the_catalogue()
    {
        var listed = ListedConsumers.Of(NodeRoles.All).Listed;
        Assert.NotEmpty(listed);
        Assert.All(listed, pair => Assert.Contains(pair.Type, MessageCatalogue.Types.Keys));
    }
}
