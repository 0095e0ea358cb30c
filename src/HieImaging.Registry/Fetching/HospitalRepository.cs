using HieImaging.Registry.Submitting;
using HieImaging.Wire;
using HieImaging.Wire.Connecting;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Retrieving;
using HieImaging.Xds.Soap;
using Microsoft.Extensions.Options;

namespace HieImaging.Registry.Fetching;

/// <summary>
/// The Document Consumer of ITI-43: asks a hospital's repository, at the address that the domain registers, for one document. Bounded in
/// time and bytes; follows no redirection.
/// </summary>
internal sealed class HospitalRepository : IDisposable
{
    /// <summary>The document did not come whole within the time.</summary>
    public const string Late = "timeout";

    /// <summary>The registered address is plain, and its host is not listed for that.</summary>
    public const string NotEncrypted = "not-encrypted";

    public const string Unreachable = "unreachable";
    public const string NoSoap = "not-soap";
    public const string Fault = "soap-fault";
    public const string NoDocument = "no-document";
    public const string TooLarge = "too-large";
    public const string AnotherDocument = "another-document";

    private readonly FetchOptions _options;
    private readonly PlainHosts _plain;
    private readonly HttpClient _http;
    private readonly SoapClient _soap;

    public HospitalRepository(
        IOptions<FetchOptions> options, IOptions<SoapBounds> soap, IOptions<SubmittingOptions> receiving, PlainHosts? plain = null)
    {
        _plain = plain ?? PlainHosts.None;
        _options = options.Value;
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = _options.ConnectWithin,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        _options.Tls.Apply(handler.SslOptions);
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _soap = new SoapClient(_http, bounds: soap.Value with
        {
            PartBytes = receiving.Value.KeyObjectBytes,
            TotalBytes = receiving.Value.KeyObjectBytes + soap.Value.EnvelopeBytes,
            Parts = 4,
        });
    }

    public async Task<RepositoryAnswer> Ask(Uri address, DocumentRequest request, CancellationToken cancellation)
    {
        if (!_plain.Allow(address))
            return new RepositoryAnswer.Unavailable(NotEncrypted);
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(_options.Within);
        try
        {
            var answer = await _soap.SendAsync(address, SoapAction.Retrieve, RetrieveDocumentSet.Write([request]), [], within.Token);
            return answer.Fault is null
                ? Of(request, RetrieveDocumentSetResponse.Read(answer))
                : new RepositoryAnswer.Unavailable(Fault);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new RepositoryAnswer.Unavailable(Late);
        }
        catch (HttpRequestException failure) when (failure.InnerException is BoundsExceededException)
        {
            return new RepositoryAnswer.Wrong(TooLarge);
        }
        catch (HttpRequestException failure)
        {
            return new RepositoryAnswer.Unavailable(failure.HttpRequestError == HttpRequestError.InvalidResponse ? NoSoap : Unreachable);
        }
        catch (IOException)
        {
            return new RepositoryAnswer.Unavailable(Unreachable);
        }
    }

    public void Dispose() => _http.Dispose();

    private static RepositoryAnswer Of(DocumentRequest request, RetrieveDocumentSetResponse answer)
    {
        if (answer.Documents is [var only])
            return only.Request.DocumentUniqueId == request.DocumentUniqueId
                ? new RepositoryAnswer.Found(only.Content)
                : new RepositoryAnswer.Wrong(AnotherDocument);
        var code = answer.Response?.Errors.FirstOrDefault(error => error.Severity == Severity.Error)?.Code;
        return new RepositoryAnswer.Unavailable(code is not null && RegistryErrorCode.UseOf(code) != ErrorUse.None ? code : NoDocument);
    }
}
