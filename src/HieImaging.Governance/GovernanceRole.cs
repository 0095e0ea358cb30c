using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.FhirServer.Declaring;
using HieImaging.Governance.Auditing;
using HieImaging.Governance.Authorizing;
using HieImaging.Governance.Onboarding;
using HieImaging.Trust.Callers;
using HieImaging.Wire.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HieImaging.Governance;

/// <summary>Who takes part, who may have a token, and the trail of what was done.</summary>
public static class GovernanceRole
{
    public static IReadOnlyList<Migration> Migrations { get; } = EmbeddedMigrations.Of(typeof(GovernanceRole).Assembly, "governance");

    public static IReadOnlyList<ResourceDeclaration> Resources { get; } = [OrganizationResource.Declaration, EndpointResource.Declaration];

    /// <summary>What every process needs: the domain's import, tokens, what <c>audit verify</c> runs; and before its doors open the domain
    /// file and a signing key.</summary>
    public static IServiceCollection AddGovernance(this IServiceCollection services)
    {
        AuditOptions.Register(services);
        services.AddSingleton<DomainImport>().AddSingleton<AuditVerification>();
        services.AddSingleton<TokenKeyring>().AddSingleton<ClientProof>().AddSingleton<TokenIssue>();
        services.AddSingleton<TokenEndpoint>().AddSingleton<Introspection>().AddSingleton<ServerMetadata>();
        services.AddHostedService<DomainAtStart>();
        return services.AddHostedService(provider => provider.GetRequiredService<TokenKeyring>());
    }

    /// <summary>The role's work: sealing the audit trail, tidying tokens.</summary>
    public static IServiceCollection AddGovernanceJobs(this IServiceCollection services) => services
        .AddHostedService<AuditSealingJob>()
        .AddHostedService<TokenHousekeepingJob>();

    public static void MapGovernance(IEndpointRouteBuilder routes)
    {
        RefusalWriter refuse = TokenRefusal.AtTheGate;
        HttpDoor.Map(routes, Transaction.Iti71, "POST", "/oauth2/token", With<TokenEndpoint>(tokens => tokens.AnswerAsync))
            .WithMetadata(refuse);
        HttpDoor.Map(routes, Transaction.Iti102, "POST", "/oauth2/introspect", With<Introspection>(tokens => tokens.AnswerAsync))
            .WithMetadata(refuse);
        HttpDoor.Map(routes, Transaction.Iti103, "GET", "/oauth2/jwks", With<ServerMetadata>(server => server.KeysAsync));
        HttpDoor.Map(routes, Transaction.Iti103, "GET", "/.well-known/oauth-authorization-server",
            With<ServerMetadata>(server => server.AuthorizationServerAsync));
        HttpDoor.Map(routes, Transaction.Iti103, "GET", "/.well-known/smart-configuration",
            With<ServerMetadata>(server => server.SmartAsync));
        HttpDoor.Map(routes, Transaction.Iti103, "GET", "/fhir/.well-known/smart-configuration",
            With<ServerMetadata>(server => server.SmartAsync));
    }

    private static RequestDelegate With<T>(Func<T, RequestDelegate> answer) where T : notnull =>
        http => answer(http.RequestServices.GetRequiredService<T>())(http);
}
