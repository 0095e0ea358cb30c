using System.CommandLine;

namespace HieImaging.Node.Commands;

/// <summary><c>hie-node identity …</c>: what an operator asks and does about who is who.</summary>
internal static class IdentityCommand
{
    public static Command Create() => new("identity", "Who is who: doubtful pairs, links and why, loading.")
    {
        IdentityExplainCommand.Create(),
        IdentityReviewCommand.Create(),
        IdentityLoadCommand.Create(),
        IdentityTrainCommand.Create(),
    };
}
