using System.Globalization;
using System.IO.Pipelines;
using System.Text.Json;
using HieImaging.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// The list of instances on its way to the caller:
/// <code>
///   instance ─▶ gathered, up to a size ─┬─ it was all ─▶ status, length, body
///                                       └─ more comes ─▶ 200, what was gathered, then each as it comes ─▶ the closing bracket, or a break
/// </code>
/// What is gathered takes room until it has been sent; what comes then waits for the caller, one instance at a time.
/// </summary>
/// <param name="most">Bytes that are gathered before the answer begins.</param>
internal sealed class GrowingAnswer : IDisposable
{
    private const int Segment = 64 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: Segment, useSynchronizationContext: false));
    private readonly HttpContext _http;
    private readonly int _most;
    private readonly ByteBudget.Part _room;
    private readonly Utf8JsonWriter _json;
    private long _sent;

    public GrowingAnswer(HttpContext http, int most, ByteBudget.Part room)
    {
        (_http, _most, _room) = (http, most, room);
        _json = new Utf8JsonWriter(_pipe.Writer);
        _json.WriteStartArray();
    }

    /// <summary>Whether a status was sent that nothing short may follow.</summary>
    public bool HasBegun { get; private set; }

    private long Held => _json.BytesCommitted - _sent;

    /// <summary>One instance more.</summary>
    /// <exception cref="NoRoomException">There is no room for what is gathered.</exception>
    public async Task AddAsync(MetadataRewrite rewrite, JsonElement instance)
    {
        rewrite.Write(_json, instance);
        await FlushAsync();
        if (!HasBegun && Held > _most)
            Begin(StatusCodes.Status200OK);
        if (HasBegun)
            await SendAsync(atLeast: Segment);
        else if (!_room.TryHold(Held))
            throw new NoRoomException();
    }

    /// <summary>Ends it; where it has begun, only if it is whole.</summary>
    /// <exception cref="IOException">It has begun and is short.</exception>
    public async Task EndAsync(int sent, int registered)
    {
        if (HasBegun && sent < registered)
            throw new IOException("The archive sent fewer instances than are registered.");
        _json.WriteEndArray();
        await FlushAsync();
        if (!HasBegun)
        {
            Begin(sent == registered ? StatusCodes.Status200OK : sent == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status206PartialContent);
            if (sent == 0)
                return;
            _http.Response.ContentLength = Held;
            if (sent < registered)
                _http.Response.Headers.Warning = string.Create(CultureInfo.InvariantCulture,
                    $"299 hie \"{registered - sent} of {registered} registered instances are not at the archive\"");
        }
        await SendAsync(atLeast: 1);
    }

    public void Dispose()
    {
        _json.Dispose();
        _pipe.Writer.Complete();
        _pipe.Reader.Complete();
        _room.Dispose();
    }

    private void Begin(int status)
    {
        HasBegun = true;
        _http.Response.StatusCode = status;
        _http.Response.Headers.CacheControl = "no-store";
        if (status == StatusCodes.Status404NotFound)
            return;
        _http.Response.ContentType = "application/dicom+json";
        _http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    private async Task FlushAsync()
    {
        _json.Flush();
        await _pipe.Writer.FlushAsync(CancellationToken.None);     // never waits: the pipe has no bound, the room has
    }

    private async Task SendAsync(int atLeast)
    {
        if (Held < atLeast)
            return;
        while (_pipe.Reader.TryRead(out var read) && !read.Buffer.IsEmpty)
        {
            var segment = read.Buffer.First;
            await _http.Response.Body.WriteAsync(segment, _http.RequestAborted);
            _pipe.Reader.AdvanceTo(read.Buffer.GetPosition(segment.Length));
            _sent += segment.Length;
            _room.TryHold(Math.Min(Held, _most));              // what the caller has read makes room
        }
    }
}
