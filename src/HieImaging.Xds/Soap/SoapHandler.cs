using Microsoft.AspNetCore.Http;

namespace HieImaging.Xds.Soap;

/// <summary>Answers one transaction. The parts of an answer are written after it has returned.</summary>
public delegate Task<SoapAnswer> SoapHandler(HttpContext http, SoapRequest request, CancellationToken cancellation);
