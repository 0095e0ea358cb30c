using HieImaging.Harness;

namespace HieImaging.Bench.Peers;

/// <summary>What Debian packages a peer comes from, installed as docker/test.sh installs its servers.</summary>
internal static class Installed
{
    /// <param name="word">A word of docker/install.sh.</param>
    public static Task EnsureAsync(string word) => RunningProcess.RunAsync(
        "bash", ["-c", $". '{Path.Combine(Checkout.Root, "docker", "install.sh")}'; install_missing {word}"]);
}
