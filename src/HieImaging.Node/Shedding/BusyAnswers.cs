using System.Diagnostics.Metrics;
using HieImaging.AffinityDomain.Transactions;
using HieImaging.DocumentStore;
using HieImaging.Trust.Admission;
using HieImaging.Trust.Callers;
using HieImaging.Wire;
using HieImaging.Wire.Doors;
using HieImaging.Xds.Soap;
using Microsoft.Extensions.Options;

namespace HieImaging.Node.Shedding;

/// <summary>
/// After the gate, before the doors: a request has a place of its class or is refused soon, 503 in the door's own words; and while there is
/// back-pressure nothing is written. At the SOAP doors the envelope says whether it writes, so these ask <see cref="OfSoapAsync"/> themselves.
/// </summary>
internal sealed class BusyAnswers : IMiddleware, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1), Later = TimeSpan.FromSeconds(10);

    private const string Paused = "Nothing more can be written for the moment; come again.";

    private readonly Dictionary<WorkClass, WorkPlaces> _places;
    private readonly ByteBudget _bodies;
    private readonly StorePressure _pressure;
    private readonly Meter _meter = new("HieImaging.Node");
    private readonly Counter<long> _shed;

    public BusyAnswers(IOptions<OverloadOptions> options, StorePressure pressure)
    {
        var overload = options.Value;
        _pressure = pressure;
        _bodies = new ByteBudget(overload.BodyBytes);
        _places = Enum.GetValues<WorkClass>().ToDictionary(work => work, work => new WorkPlaces(
            overload.PlacesOf(work), overload.Waiting, overload.OfOneClient, overload.WaitAtMost));
        _shed = _meter.CreateCounter<long>("hie.shed", null, "Requests refused because there was too much to do, by class and reason");
        _meter.CreateObservableGauge("hie.working", Measure, null, "Requests at work, by class");
    }

    /// <summary>What a SOAP door answers instead of writing; null: it goes on.</summary>
    public static async ValueTask<string?> OfSoapAsync(HttpContext http, Transaction transaction)
    {
        var busy = http.RequestServices.GetRequiredService<BusyAnswers>();
        var pause = busy._pressure.Now;
        if (pause == WritePause.None || WorkOfRequest.Of(transaction) != WorkClass.Writes)
            return null;
        busy.Count(WorkClass.Writes, pause.ToString());
        await ScopeCheck.BusyAsync(http, transaction);
        http.Response.Headers.RetryAfter = "10";
        return Paused;
    }

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (WorkOfRequest.Of(context) is not { } work)
        {
            await next(context);
            return;
        }
        if (work == WorkClass.Writes && _pressure.Now is var pause and not WritePause.None
            && context.GetEndpoint()!.Metadata.GetMetadata<SoapPath>() is null)
        {
            await RefuseAsync(context, work, pause.ToString(), Later, Paused);
            return;
        }
        using var place = await _places[work].TakeAsync(context.CallerOrNull()?.Client.Id ?? "", context.RequestAborted);
        if (place is null)
        {
            await RefuseAsync(context, work, "places", Soon, "The node has too much to do; come again.");
            return;
        }
        await CountedAsync(context, next, work);
    }

    public void Dispose()
    {
        foreach (var places in _places.Values)
            places.Dispose();
        _meter.Dispose();
    }

    private async Task CountedAsync(HttpContext http, RequestDelegate next, WorkClass work)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await next(http);
            return;
        }
        await using var body = new CountedBody(_bodies, http.Request.Body);
        var given = http.Request.Body;
        http.Request.Body = body;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Body = given;
            if (body.IsRefused)
                Count(work, "bodies");
        }
    }

    private async Task RefuseAsync(HttpContext http, WorkClass work, string reason, TimeSpan after, string text)
    {
        Count(work, reason);
        if (http.GetEndpoint()!.Metadata.GetOrderedMetadata<Transaction>() is [var transaction, ..])
            await ScopeCheck.BusyAsync(http, transaction);
        await DoorRefusal.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "throttled", text, after);
    }

    private void Count(WorkClass work, string reason) =>
        _shed.Add(1, new("work", Word(work.ToString())), new("reason", Word(reason)));

    private IEnumerable<Measurement<int>> Measure() => _places.Select(places =>
        new Measurement<int>(places.Value.Taken, new KeyValuePair<string, object?>("work", Word(places.Key.ToString()))));

    private static string Word(string name) => name.ToLowerInvariant();
}
