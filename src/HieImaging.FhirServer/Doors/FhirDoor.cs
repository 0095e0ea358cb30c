using HieImaging.FhirServer.Declaring;
using Microsoft.AspNetCore.Routing;

namespace HieImaging.FhirServer.Doors;

/// <summary>The FHIR doors: <c>/fhir/…</c>, mapped from the declarations.</summary>
public static class FhirDoor
{
    /// <summary>Maps every interaction that the declarations allow, each with its transaction; the store is taken from the services.</summary>
    public static void Map(IEndpointRouteBuilder routes, IReadOnlyList<ResourceDeclaration> declarations, FhirDoorOptions options) => throw new NotImplementedException();
}
