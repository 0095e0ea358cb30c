using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HieImaging.AffinityDomain.Identifiers;
using HieImaging.Manifests;
using Xunit;

namespace HieImaging.Tests.Manifests;

public sealed class ManifestInstanceConverterTests
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new ManifestInstanceConverter() },
    };

    [Theory]
    [InlineData(null, null, null, "{\"uid\":\"1.2.3\",\"sopClass\":\"1.2\"}")]
    [InlineData(7, 3, "Kurz <é> \"x\"", "{\"uid\":\"1.2.3\",\"sopClass\":\"1.2\",\"number\":7,\"frames\":3,\"title\":\"Kurz <é> \\\"x\\\"\"}")]
    public void An_instance_is_written_as_digests_have_always_known_it_and_read_back(int? number, int? frames, string? title, string json)
    {
        var instance = new ManifestInstance(SopInstanceUid.Parse("1.2.3"), "1.2", number, frames, title);
        Assert.Equal(json, JsonSerializer.Serialize(instance, Options));
        Assert.Equal(instance, JsonSerializer.Deserialize<ManifestInstance>(json, Options));
    }
}
