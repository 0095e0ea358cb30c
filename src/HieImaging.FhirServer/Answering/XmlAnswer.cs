using System.Text.Json;
using HieImaging.Fhir.Xml;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HieImaging.FhirServer.Answering;

/// <summary>An answer in XML: it is written as JSON into memory, which a page's bound keeps small, and sent when it is whole.</summary>
internal sealed class XmlAnswer
{
    private XmlAnswer() { }

    /// <summary>Runs a handler whose answer goes out as XML.</summary>
    internal static async Task ConvertAsync(HttpContext http, RequestDelegate answer)
    {
        var outside = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var json = new MemoryStream();
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(json));
        http.Features.Set(new XmlAnswer());
        try
        {
            await answer(http);
            await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(outside);
            http.Features.Set<XmlAnswer>(null);
        }
        if (json.Length > 0)
            await SendAsync(http, json.GetBuffer().AsMemory(0, (int)json.Length));
    }

    /// <summary>Whether what is written now becomes XML later.</summary>
    internal static bool IsPending(HttpContext http) => http.Features.Get<XmlAnswer>() is not null;

    /// <summary>Sends one resource.</summary>
    internal static async Task SendAsync(HttpContext http, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var body = FhirXml.Write(document.RootElement);
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
