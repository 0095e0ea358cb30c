using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using HieImaging.Wire;

namespace HieImaging.Broker.Retrieving;

/// <summary>
/// DICOM JSON of instances as an archive sends it, one after the other. What is held of it is one instance and a quarter, however long the
/// answer is and whatever it says: a value that never ends is refused while it comes. (The serializer's own reader holds up to four.)
/// </summary>
internal sealed class ArchivedMetadata
{
    private const int Piece = 32 * 1024;

    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 64 });
    private bool _hasBegun;

    private ArchivedMetadata()
    {
    }

    /// <param name="room">Takes what reading costs.</param>
    /// <exception cref="BoundsExceededException">An instance, or the answer, is larger than allowed.</exception>
    /// <exception cref="NoRoomException">There is no room for so large an instance now.</exception>
    /// <exception cref="JsonException">The archive sent no list, or not all of it.</exception>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(
        Stream answer, MetadataOptions options, ByteBudget.Part room, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var whole = new BoundedStream(answer, options.AnswerBytes, "bytes of metadata");
        var pipe = PipeReader.Create(whole, new StreamPipeReaderOptions(bufferSize: Piece, leaveOpen: true));
        var list = new ArchivedMetadata();
        var needed = 1;
        try
        {
            while (true)
            {
                if (!room.TryHold((long)needed * MetadataOptions.CostOfReading))
                    throw new NoRoomException();
                var read = await pipe.ReadAsync(cancellation);
                var rest = read.Buffer;
                if (rest.Length < needed && !read.IsCompleted)
                {
                    pipe.AdvanceTo(rest.Start, rest.End);
                    continue;
                }
                while (list.TryTake(ref rest, read.IsCompleted, out var instance))
                    yield return instance;
                if (rest.Length > options.InstanceBytes)
                    throw new BoundsExceededException("bytes of metadata of one instance", options.InstanceBytes);
                pipe.AdvanceTo(rest.Start, read.Buffer.End);
                if (read.IsCompleted)
                    yield break;
                // A quarter more before it is looked at again from its beginning: else a large one would be looked at a thousand times.
                needed = (int)Math.Min(options.InstanceBytes + 1L, rest.Length + (rest.Length / 4) + 1);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    /// <summary>Takes the next instance from what has come; false: it is not whole yet, or there is none.</summary>
    private bool TryTake(ref ReadOnlySequence<byte> come, bool isAll, out JsonElement instance)
    {
        instance = default;
        var from = come;
        var json = new Utf8JsonReader(from, isAll, _state);
        if (!json.Read())
            return false;
        if (!_hasBegun)
        {
            if (json.TokenType != JsonTokenType.StartArray)
                throw new JsonException("The archive sent no list.");
            _hasBegun = true;
            come = Passed(from, json);
            if (!json.Read())
                return false;
        }
        if (json.TokenType == JsonTokenType.EndArray)
        {
            come = Passed(from, json);
            return json.Read();                                // refuses whatever follows but space
        }
        if (!JsonElement.TryParseValue(ref json, out var whole))
            return false;
        instance = whole.Value;
        come = Passed(from, json);
        return true;
    }

    private ReadOnlySequence<byte> Passed(in ReadOnlySequence<byte> from, in Utf8JsonReader json)
    {
        _state = json.CurrentState;
        return from.Slice(json.BytesConsumed);
    }
}
