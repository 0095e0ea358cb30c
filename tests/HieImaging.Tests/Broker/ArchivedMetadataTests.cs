using System.Text;
using System.Text.Json;
using HieImaging.Broker.Retrieving;
using HieImaging.Wire;
using Xunit;

namespace HieImaging.Tests.Broker;

public sealed class ArchivedMetadataTests
{
    private static readonly MetadataOptions Small = new() { InstanceBytes = 256 * 1024, AnswerBytes = 8 << 20, AllBytes = 4 << 20 };

    [Fact]
    public async Task A_value_that_has_no_end_is_refused_while_it_comes()
    {
        var (answer, budget) = (new EndlessText(), new ByteBudget(Small.AllBytes));

        await Assert.ThrowsAsync<BoundsExceededException>(() => CountAsync(answer, budget));

        Assert.InRange(answer.Given, Small.InstanceBytes, Small.InstanceBytes + (64 * 1024));
        Assert.Equal(0, budget.Held);
    }

    [Fact]
    public async Task What_follows_a_large_instance_is_not_counted_with_it()
    {
        var text = new StringBuilder("[").Append(Instance(200 * 1024));
        for (var i = 0; i < 4000; i++)
            text.Append(',').Append(Instance(300));

        Assert.Equal(4001, await CountAsync(Bytes(text.Append(']')), new ByteBudget(Small.AllBytes)));
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_refused_however_small_its_instances_are()
    {
        var text = new StringBuilder("[").Append(Instance(60 * 1024));
        for (var i = 0; i < 150; i++)
            text.Append(',').Append(Instance(60 * 1024));

        await Assert.ThrowsAsync<BoundsExceededException>(() => CountAsync(Bytes(text.Append(']')), new ByteBudget(Small.AllBytes)));
    }

    [Fact]
    public async Task A_large_instance_waits_for_room_that_others_have()
    {
        var budget = new ByteBudget(1 << 20);
        string Answer() => $"[{Instance(150 * 1024)}]";
        var other = budget.Open();
        Assert.True(other.TryHold(512 << 10));

        await Assert.ThrowsAsync<NoRoomException>(() => CountAsync(Bytes(new(Answer())), budget));
        Assert.Equal(512 << 10, budget.Held);
        other.Dispose();

        Assert.Equal(1, await CountAsync(Bytes(new(Answer())), budget));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("[{\"a\":1}")]
    [InlineData("[{\"a\":1},")]
    [InlineData("[{\"a\":1}]]")]
    [InlineData("[{\"a\":1}] x")]
    [InlineData("[{\"a\":1")]
    public async Task What_is_no_whole_list_is_refused(string answer) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => CountAsync(Bytes(new(answer)), new ByteBudget(Small.AllBytes)));

    [Theory]
    [InlineData("[]", 0)]
    [InlineData(" [ ] \n", 0)]
    [InlineData("[{\"a\":[{\"b\":\"]\"}]} , {}]\n", 2)]
    public async Task A_list_is_read_whole_however_its_bytes_arrive(string answer, int instances)
    {
        Assert.Equal(instances, await CountAsync(Bytes(new(answer)), new ByteBudget(Small.AllBytes)));
        Assert.Equal(instances, await CountAsync(new ByteByByte(Bytes(new(answer))), new ByteBudget(Small.AllBytes)));
    }

    [Fact]
    public void Settings_by_which_one_allowed_instance_finds_no_room_are_refused()
    {
        Assert.Empty(new MetadataOptions().Validate(new(this)));
        Assert.Single(new MetadataOptions { AllBytes = 64 << 20 }.Validate(new(this)));
    }

    private static async Task<int> CountAsync(Stream answer, ByteBudget budget)
    {
        using var room = budget.Open();
        var count = 0;
        await foreach (var _ in ArchivedMetadata.ReadAsync(answer, Small, room, CancellationToken.None))
            count++;
        return count;
    }

    private static string Instance(int text) => $$$"""{"0040A160":{"vr":"UT","Value":["{{{new string('a', text)}}}"]}}""";

    private static MemoryStream Bytes(StringBuilder text) => new(Encoding.ASCII.GetBytes(text.ToString()));

    private sealed class ByteByByte(Stream bytes) : ForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            bytes.ReadAsync(buffer[..1], cancellationToken);
    }

    private sealed class EndlessText : ForwardStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'a');
            if (Given == 0)
                "[\""u8.CopyTo(buffer.Span);
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
