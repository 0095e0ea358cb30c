using HieImaging.AffinityDomain.Transactions;
using HieImaging.Wire;
using HieImaging.Wire.Multipart;
using HieImaging.Xds.Responses;
using HieImaging.Xds.Vocabulary;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace HieImaging.Xds.Soap;

/// <summary>
/// One path's transactions. Read the message, tell the transaction, ask
/// the gate, answer: what goes wrong on the way is a fault, once, here.
/// </summary>
internal sealed class SoapEndpoint(
    Func<HttpContext, Transaction, ValueTask<bool>> gate, Func<HttpContext, Transaction, string, Task> refused, SoapBounds bounds,
    Func<HttpContext, Transaction, ValueTask<string?>>? busy = null)
{
    private readonly List<SoapLine> _lines = [];

    public void Add(Transaction transaction, SoapHandler handler)
    {
        var action = SoapAction.Of(transaction);
        if (_lines.Any(l => l.Action.Request == action.Request))
            throw new ArgumentException($"The path has the action of {transaction.Id} already.", nameof(transaction));
        _lines.Add(new SoapLine(transaction, action, handler));
    }

    public async Task AnswerAsync(HttpContext http)
    {
        if (await TakeAsync(http) is not var (line, request))
            return;
        if (await gate(http, line.Transaction))
            await WriteAsync(http, line, request, busy is not null && await busy(http, line.Transaction) is { } why
                ? SoapAnswer.Of(RegistryResponse.Failure(BusyCode(line.Action), why).Write())
                : await line.Handler(http, request, http.RequestAborted));
        else if (!http.Response.HasStarted)
            await SoapRefusal.WriteAsync(http, SoapRefusal.Fault(403, "The caller may not do this."), request.MessageId);
    }

    /// <summary>The message and its line of the table; null where it is refused already.</summary>
    private async Task<(SoapLine Line, SoapRequest Request)?> TakeAsync(HttpContext http)
    {
        string? messageId = null;
        SoapFault fault;
        try
        {
            var message = await ReadAsync(http);
            var envelope = EnvelopeReader.Read(message.Envelope);
            messageId = envelope.MessageId;
            var line = LineOf(http, envelope);
            return (line, new SoapRequest
            {
                Action = line.Action.Request, MessageId = messageId, Body = envelope.Body,
                Mtom = message.Mtom, Attachments = message.Attachments,
            });
        }
        catch (SoapFaultException wrong)
        {
            fault = wrong.Fault;
        }
        catch (MalformedException wrong)
        {
            fault = SoapFault.Sender(wrong.Message);
        }
        catch (BoundsExceededException wrong)
        {
            fault = SoapFault.Sender(wrong.Message, status: 413);
        }
        catch (BadHttpRequestException wrong)
        {
            fault = SoapRefusal.Fault(wrong.StatusCode, "The request's body could not be read.");
            if (fault.Status == StatusCodes.Status503ServiceUnavailable)
                http.Response.Headers.RetryAfter = "2";
        }
        // which transaction it was to be the message does not tell for sure: the path's first stands for all
        await refused(http, _lines[0].Transaction, fault.Subcode?.LocalName ?? fault.Code);
        await SoapRefusal.WriteAsync(http, fault, messageId);
        return null;
    }

    private async Task<SoapMessage> ReadAsync(HttpContext http)
    {
        if (http.Request.Headers.ContentEncoding.ToString() is not ("" or "identity"))
            throw new SoapFaultException(SoapFault.Sender("The body is compressed.", status: 415));
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = bounds.TotalBytes;
        return await SoapMessage.ReadAsync(http.Request.Body, http.Request.ContentType, bounds, http.RequestAborted);
    }

    /// <summary>
    /// wsa:Action tells the transaction; without one, the body's element does where only one has it. Body, action and what HTTP says must
    /// agree: nothing is dispatched by the one and authorized by the other (WS-Addressing SOAP Binding 6.4.1).
    /// </summary>
    private SoapLine LineOf(HttpContext http, EnvelopeReader envelope)
    {
        if (envelope.Action is not { } action)
            return _lines.Where(l => l.Action.Body == envelope.Body.Name).ToList() is [var only]
                ? only
                : throw new SoapFaultException(
                    SoapFault.Sender("The message has no Action.", Ns.Addressing + "MessageAddressingHeaderRequired"));
        if (SoapPath.OutsideAction(http.Request) is { } outside && outside != action)
            throw new SoapFaultException(
                SoapFault.Sender("HTTP names another action than the envelope.", Ns.Addressing + "ActionMismatch"));
        var line = _lines.Find(l => l.Action.Request == action)
            ?? throw new SoapFaultException(SoapFault.Sender("The action is none of this address.", Ns.Addressing + "ActionNotSupported"));
        return line.Action.Body == envelope.Body.Name
            ? line
            : throw new SoapFaultException(SoapFault.Sender("The body is not what the action says.", Ns.Addressing + "ActionMismatch"));
    }

    // A document is provided to the repository; the registry answers for itself (TF-3 table 4.2.4.1-2).
    private static string BusyCode(SoapAction action) =>
        action.Request == SoapAction.ProvideAndRegister ? RegistryErrorCode.RepositoryBusy : RegistryErrorCode.RegistryBusy;

    private static async Task WriteAsync(HttpContext http, SoapLine line, SoapRequest request, SoapAnswer answer)
    {
        if (answer.Fault is { } fault)
        {
            await SoapRefusal.WriteAsync(http, fault, request.MessageId);
            return;
        }
        var envelope = EnvelopeWriter.Answer(line.Action.Response, request.MessageId, answer.Body!);
        if (!request.Mtom && !answer.Mtom)
        {
            var bytes = EnvelopeWriter.Bytes(envelope);
            http.Response.ContentType = EnvelopeWriter.PlainType;
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes, http.RequestAborted);
            return;
        }
        var boundary = MultipartRelatedWriter.NewBoundary();
        http.Response.ContentType = EnvelopeWriter.PackageType(boundary, line.Action.Response);
        await EnvelopeWriter.WritePackageAsync(http.Response.Body, boundary, envelope, answer.Parts, http.RequestAborted);
    }

    private sealed record SoapLine(Transaction Transaction, SoapAction Action, SoapHandler Handler);
}
