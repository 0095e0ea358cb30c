using HieImaging.PretendFacility.Misbehaving;

namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>A hospital's archive goes wrong (F30–F35): who asks for its images sees an error, and nobody else sees anything.</summary>
public static class ArchiveFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new ArchiveTrouble("F30", "an archive refuses connections", (_, network) =>
        {
            network.Refuse();
            network.Reset();
        }, mayBeWhole: false, pauses: true),
        new ArchiveTrouble("F31", "an archive is a black hole", (_, network) => (network.ToServer.IsBlocked, network.ToClient.IsBlocked) = (true, true), mayBeWhole: false, pauses: true),
        new ArchiveTrouble("F32", "an archive sends one byte a second", (archive, _) => archive.Fault = ArchiveFault.Trickles, mayBeWhole: false, pauses: false),
        .. new[]
        {
            ArchiveFault.TruncatedPart, ArchiveFault.NoClosingBoundary, ArchiveFault.WrongBoundary, ArchiveFault.HtmlPage, ArchiveFault.EmptyBody,
            ArchiveFault.RepeatedPart, ArchiveFault.MissingInstance,
        }.Select(fault => new ArchiveTrouble(
            $"F33-{fault}", $"an archive's multipart is broken ({fault})", (archive, _) => archive.Fault = fault, fault is ArchiveFault.RepeatedPart, pauses: false)),
        new ArchiveTrouble("F34", "an archive sends another study", (archive, _) => archive.Fault = ArchiveFault.AnotherStudy, mayBeWhole: false, pauses: false),
        new ArchiveTrouble("F35", "an archive answers 500", (archive, _) => archive.Fault = ArchiveFault.ServerError, mayBeWhole: false, pauses: true),
    ];
}
