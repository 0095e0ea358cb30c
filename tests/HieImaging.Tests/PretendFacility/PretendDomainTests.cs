using HieImaging.AffinityDomain.Participants;
using HieImaging.PretendFacility.Domains;
using Xunit;

namespace HieImaging.Tests.PretendFacility;

public sealed class PretendDomainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hie-keys").FullName;

    [Theory]
    [InlineData(PatientIdMode.Fed)]
    [InlineData(PatientIdMode.Local)]
    public void Nothing_is_wrong_with_it(PatientIdMode mode)
    {
        var domain = new PretendDomain { Hospitals = DomainCommand.Read(["north=http://127.0.0.1:1/dicom-web", "south=http://127.0.0.1:2/dicom-web", "east"]), Mode = mode };

        Assert.Empty(DomainCheck.Of(domain.ToFile(new ClientKeys(_folder))));
    }

    [Fact]
    public void It_registers_public_keys_only_and_keeps_them()
    {
        var domain = new PretendDomain { Hospitals = [new PretendHospital("north", 1, null)] };
        var first = domain.ToFile(new ClientKeys(_folder)).ToUtf8();

        Assert.DoesNotContain("\"d\":", System.Text.Encoding.UTF8.GetString(first), StringComparison.Ordinal);
        Assert.Equal(first, domain.ToFile(new ClientKeys(_folder)).ToUtf8());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
