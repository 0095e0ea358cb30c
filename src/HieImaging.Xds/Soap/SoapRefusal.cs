using HieImaging.Xds.Vocabulary;
using Microsoft.AspNetCore.Http;

namespace HieImaging.Xds.Soap;

/// <summary>How a SOAP door says no: a fault, whoever says it.</summary>
internal static class SoapRefusal
{
    /// <summary>
    /// The door's <see cref="Wire.Doors.RefusalWriter"/>: 401 and 403 are WS-Security's own subcodes (WSS 1.1 12), above 499 it is ours.
    /// </summary>
    public static Task WriteAsync(HttpContext http, int status, string code, string text) => WriteAsync(http, Fault(status, text), null);

    public static Task WriteAsync(HttpContext http, SoapFault fault, string? relatesTo)
    {
        var bytes = EnvelopeWriter.Bytes(EnvelopeWriter.Fault(fault, relatesTo));
        http.Response.StatusCode = fault.Status;
        http.Response.ContentType = EnvelopeWriter.PlainType;
        http.Response.ContentLength = bytes.Length;
        return http.Response.Body.WriteAsync(bytes, http.RequestAborted).AsTask();
    }

    internal static SoapFault Fault(int status, string text) => status switch
    {
        401 => SoapFault.Sender(text, Ns.Security + "InvalidSecurityToken", status),
        403 => SoapFault.Sender(text, Ns.Security + "FailedAuthentication", status),
        >= 500 => SoapFault.Receiver(text, status),
        _ => SoapFault.Sender(text, null, status),
    };
}
