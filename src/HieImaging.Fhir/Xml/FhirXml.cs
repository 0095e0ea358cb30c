using System.Text.Json;
using HieImaging.Fhir.Json;
using HieImaging.Fhir.Outcomes;
using HieImaging.Wire;
using HieImaging.Wire.Xml;

namespace HieImaging.Fhir.Xml;

/// <summary>R4 XML, as strictly as <see cref="FhirJson"/>: the same resource is the same canonical bytes whichever way it came (R4,
/// 2.6.1). Comments and processing instructions are dropped; a DTD is refused.</summary>
public static class FhirXml
{
    private static readonly XmlBounds Bounds = XmlBounds.Default with { Bytes = FhirJson.LargestBody, Nodes = 1_000_000 };

    /// <summary>Reads one resource of any type of R4. Never throws for what the bytes are.</summary>
    public static FhirReading Read(ReadOnlyMemory<byte> utf8)
    {
        using var stream = new MemoryStream(utf8.ToArray(), writable: false);
        return Read(stream);
    }

    /// <summary>Reads one resource from a stream that is not trusted to end.</summary>
    /// <param name="largest">Bytes; at most <see cref="FhirJson.LargestBody"/>.</param>
    /// <exception cref="IOException">The stream broke.</exception>
    public static async Task<FhirReading> ReadAsync(Stream stream, CancellationToken cancellation, int largest = FhirJson.LargestBody)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int count; (count = await stream.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (body.Length + count > largest)
                return FhirJson.TooLong(largest);
            body.Write(buffer, 0, count);
        }
        body.Position = 0;
        return Read(body);
    }

    /// <summary>A resource of any type as a document in UTF-8, its elements in the definition's order.</summary>
    public static byte[] Write(JsonElement resource)
    {
        using var stream = new MemoryStream();
        Write(resource, stream);
        return stream.ToArray();
    }

    /// <summary>As <see cref="Write(JsonElement)"/>, to a stream that may be written synchronously.</summary>
    public static void Write(JsonElement resource, Stream destination) => XmlResourceWriter.Write(resource, destination);

    private static FhirReading Read(Stream stream)
    {
        try
        {
            using var xml = BoundedXml.Read(stream, Bounds);
            return FhirJson.Read(XmlResourceReader.Read(xml));
        }
        catch (XmlShapeException shape)
        {
            return new FhirReading.Refused([shape.Issue]) { IsVerdict = shape.Issue.Expression is not null };
        }
        catch (MalformedException fault)
        {
            return Refused(IssueCode.Structure, fault.Message);
        }
        catch (BoundsExceededException fault)
        {
            return Refused(fault.Limit == FhirJson.LargestBody ? IssueCode.TooLong : IssueCode.TooCostly, fault.Message);
        }
    }

    private static FhirReading.Refused Refused(string code, string diagnostics) => new([FhirIssue.Error(code, diagnostics)]);
}
