using System.Globalization;
using System.Security.Cryptography;
using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using HieImaging.FhirServer.Doors;
using HieImaging.Node.Roles;
using HieImaging.RecordLocator.Keys;
using HieImaging.RecordLocator.Participants;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Callers;
using Microsoft.Extensions.Options;

namespace HieImaging.Node.Serving;

/// <summary>The FHIR resources of all rooms at one base.</summary>
internal static class FhirDoors
{
    public static void Map(WebApplication app, Listeners listeners)
    {
        var pageKey = new Lazy<byte[]>(() => Secrets.GetOrCreateAsync(
            app.Services.GetRequiredService<Store>(), "fhir-page-key",
            () => RandomNumberGenerator.GetBytes(32), CancellationToken.None).GetAwaiter().GetResult(),
            LazyThreadSafetyMode.PublicationOnly);            // a failure is not kept: the next request tries again
        var completeness = app.Services.GetRequiredService<Completeness>();
        FhirDoor.Map(
            app,
            [.. NodeRoles.All.SelectMany(role => role.Resources(app.Services))],
            new FhirDoorOptions
            {
                PublicBase = () => listeners.PublicUrl + "/fhir",
                CallerKey = http => http.Caller().Client.Id + " " + http.Caller().Purpose,
                Bounds = app.Services.GetRequiredService<IOptions<FhirBounds>>().Value,
                PageKey = () => pageKey.Value,
                May = ScopeCheck.MayAsync,
                Refused = (http, transaction, status) =>
                    ScopeCheck.RefusedAsync(http, transaction, status.ToString(CultureInfo.InvariantCulture)),
                Notice = (http, session, cancellation) => completeness.NoticeAsync(session, http.Caller().Domain, cancellation),
            });
    }
}
