using Microsoft.AspNetCore.Http;

namespace HieImaging.Wire.Doors;

/// <summary>
/// How a door says no in its channel's own words; endpoint metadata, so that the gate can answer before the door is entered.
/// </summary>
/// <param name="http">The request to answer; nothing has been written yet.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="code">
/// The refusal's code, as FHIR's issue types name it: <c>login</c>, <c>forbidden</c>, <c>too-long</c>, <c>not-found</c> …
/// </param>
/// <param name="text">One sentence for a person; names no patient.</param>
public delegate Task RefusalWriter(HttpContext http, int status, string code, string text);
