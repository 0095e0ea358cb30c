using System.ComponentModel.DataAnnotations;
using HieImaging.Wire.Connecting;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Registry.Fetching;

/// <summary>How patient the registry is with a hospital's own repository (<c>Registry:Fetching</c>).</summary>
internal sealed record FetchOptions
{
    /// <summary>To a TCP (and TLS) connection.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the question to the last byte of the answer.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After the first failure; then twice as long each time.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Failures after which the message is a dead letter: with the defaults after two days.</summary>
    [Range(1, 1000)] public int Tries { get; init; } = 56;

    /// <summary>How often it is looked which are due.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Documents that are fetched at once, from whatever repositories.</summary>
    [Range(4, 1000)] public int Concurrency { get; init; } = 32;

    /// <summary>Of these from one repository; and as many more wait for it while it answers.</summary>
    [Range(1, 250)] public int Places { get; init; } = 4;

    /// <summary>So many questions in a row, or of the last three more than that, failed: the repository is left alone for a while.</summary>
    [Range(1, 100)] public int FailuresBeforePause { get; init; } = 3;

    /// <summary>Then one document tries it.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>PEM of the authorities whose certificates repositories show; null: those that the machine believes.</summary>
    public string? CaFile { get; init; }

    /// <summary>PEM of the certificate by which the node shows itself to repositories that ask for one; null: none.</summary>
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    public ClientTlsOptions Tls => new() { CaFile = CaFile, CertificateFile = CertificateFile, KeyFile = KeyFile };

    public static void Register(IServiceCollection services) => services
        .AddOptions<FetchOptions>().BindConfiguration("Registry:Fetching").ValidateDataAnnotations()
        .Validate(options => 4 * options.Places <= options.Concurrency, "Registry:Fetching:Places is at most a quarter of its Concurrency.")
        .ValidateOnStart();

    /// <summary>How long to wait after so many failures.</summary>
    public TimeSpan WaitAfter(int failures) =>
        TimeSpan.FromTicks(Math.Min(LongestRetry.Ticks, (long)(RetryAfter.Ticks * Math.Pow(2, Math.Min(failures, 30) - 1))));
}
