using System.Net.Sockets;
using System.Text;
using HieImaging.DocumentStore;
using HieImaging.Hl7v2.Framing;
using HieImaging.Hl7v2.Messages;
using HieImaging.SystemTests.Harness;
using Xunit;
using Frames = HieImaging.Hl7v2.Framing.Mllp;

namespace HieImaging.SystemTests.Stories;

/// <summary>Senders of HL7 v2 that stop halfway, come in crowds, send without reading, or send all at once: nobody holds a place for
/// ever, and whoever sends rightly is answered.</summary>
[Collection(InOneProcess.Name)]
public sealed class MessagePatienceStories(OneProcess exchange, ImpatientNode impatient) : HealthQueryStory(exchange), IClassFixture<ImpatientNode>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_message_that_is_begun_and_never_ended_is_let_go_without_an_answer()
    {
        var known = At(FreshPerson());
        using var peer = await DialAsync();
        var whole = Frames.Frame(Adt(known, "A28").ToMessage().ToBytes());
        await peer.GetStream().WriteAsync(whole.AsMemory(0, whole.Length - 2));

        Assert.Empty(await RestOfAsync(peer));
        Assert.Equal(0L, await Exchange.ScalarAsync($"select count(*) from record_locator.source_identity where value = '{known.Number}'"));
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_to_come_again_and_nothing_of_the_message_is_kept()
    {
        var known = At(FreshPerson());
        var message = Adt(known, "A28").ToMessage();
        await using var client = await MllpClient.ConnectAsync(impatient.Mllp.Host, impatient.Mllp.Port, null, CancellationToken.None);
        await using var source = PostgresDataSource.Open(Exchange.Database);
        await using (var held = await new Store(source, TimeProvider.System).OpenSession(CancellationToken.None))
        {
            await held.ExecuteAsync($"lock table identity.feed_message in share mode", CancellationToken.None);
            Assert.Equal(("AE", "207"), Told(await client.SendAsync(message, CancellationToken.None)));
        }
        // the same control id again, on the same connection: it was no message yet
        await Deadline.Until("it is taken", async () => Told(await client.SendAsync(message, CancellationToken.None)) == ("AA", null));
    }

    [Fact]
    public async Task One_connection_too_many_is_closed_and_there_is_room_again_when_another_has_gone()
    {
        var known = At(FreshPerson());
        var inside = new List<MllpClient>();
        while (inside.Count < ImpatientNode.Connections)
        {
            inside.Add(await MllpClient.ConnectAsync(impatient.Mllp.Host, impatient.Mllp.Port, null, CancellationToken.None));
            await Deadline.Until("there is a place", async () => await IsHeardAsync(inside, known));
        }
        using (var outside = await DialAsync())
            Assert.Empty(await RestOfAsync(outside));

        await inside[0].DisposeAsync();
        inside.RemoveAt(0);

        inside.Add(await MllpClient.ConnectAsync(impatient.Mllp.Host, impatient.Mllp.Port, null, CancellationToken.None));
        await Deadline.Until("there is room again", async () => await IsHeardAsync(inside, known));
        foreach (var client in inside)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task Connections_on_which_nobody_has_spoken_give_way_and_one_that_has_keeps_its_place()
    {
        var known = At(FreshPerson());
        var hospitals = new List<MllpClient> { await MllpClient.ConnectAsync(impatient.Mllp.Host, impatient.Mllp.Port, null, CancellationToken.None) };
        await Deadline.Until("there is a place", async () => await IsHeardAsync(hospitals, known));
        var silent = new List<TcpClient>();
        for (var i = 0; i < 3 * ImpatientNode.Connections; i++)
            silent.Add(await DialAsync());
        using var unknown = await DialAsync();
        await unknown.GetStream().WriteAsync(Frames.Frame("MSH|^~\\&|NOBODY|NOWHERE|HIE|HIE|20260501100000+0000||ADT^A28|1|P|2.5\r"u8));
        silent.Add(unknown);

        // another hospital dials, once, and is heard
        await using var second = await MllpClient.ConnectAsync(impatient.Mllp.Host, impatient.Mllp.Port, null, CancellationToken.None);
        Assert.Equal("AA", Told(Read(await second.SendAsync(Adt(known, "A31").ToMessage().ToBytes(), CancellationToken.None))).Code);
        // and the first, which was silent meanwhile, on the connection that it has
        Assert.Equal("AA", Told(Read(await hospitals[0].SendAsync(Adt(known, "A31").ToMessage().ToBytes(), CancellationToken.None))).Code);
        foreach (var peer in silent)
        {
            await RestOfAsync(peer);
            peer.Dispose();
        }
        await hospitals[0].DisposeAsync();
    }

    [Fact]
    public async Task A_peer_that_sends_without_reading_is_let_go()
    {
        var known = At(FreshPerson());
        using var peer = await DialAsync(window: 4096);
        // the answer repeats the question
        var (application, facility) = known.Hospital.Sender;
        var question = Frames.Frame(Encoding.ASCII.GetBytes(
            $"MSH|^~\\&|{application}|{facility}|HIE|HIE|20260501100000+0000||QBP^Q23^QBP_Q21|{FreshControlId()}|P|2.5\r"
            + $"QPD|IHE PIX Query|{new string('T', 60_000)}|{Cx(known)}\rRCP|I\r"));
        using var patience = new CancellationTokenSource(Patience);

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            while (true)
                await peer.GetStream().WriteAsync(question, patience.Token);
        });
        Assert.False(patience.IsCancellationRequested);
    }

    [Fact]
    public async Task Messages_that_come_all_at_once_are_answered_one_after_the_other_with_or_without_their_last_CR()
    {
        var known = At(FreshPerson());
        var messages = ((string[])["Ada", "Bo", "Cy"]).Select((given, at) => Adt(known, at == 0 ? "A28" : "A31") with
        {
            Patients = [PatientOf(known) with { Given = [given] }], SaidAt = Later(at),
        }).ToList();
        using var peer = new TcpClient();
        await peer.ConnectAsync(Mllp.Host, Mllp.Port);
        byte[][] frames = [.. messages.Select(message => Frames.Frame(message.ToMessage().ToBytes()))];

        await peer.GetStream().WriteAsync((byte[])[.. frames[0], .. frames[1].SkipLast(1), .. frames[2].SkipLast(1)]);

        var reader = new MllpReader(peer.GetStream(), new Hl7Bounds());
        foreach (var message in messages)
        {
            Assert.True(await reader.StartAsync(CancellationToken.None));
            var answer = Read(Assert.IsType<MllpFrame.Whole>(await reader.FinishAsync(CancellationToken.None)).Bytes.ToArray());
            Assert.Equal(("AA", message.ControlId), (answer.First("MSA")![1].Text, answer.First("MSA")![2].Text));
        }
        Assert.Equal("Cy", (await PersonAsync(known)).GetProperty("name")[0].GetProperty("given")[0].GetString());
    }

    private async Task<TcpClient> DialAsync(int? window = null)
    {
        var peer = new TcpClient { NoDelay = true };
        if (window is { } bytes)
            peer.ReceiveBufferSize = bytes;
        await peer.ConnectAsync(impatient.Mllp.Host, impatient.Mllp.Port);
        return peer;
    }

    // The last of them is answered; else it is dialled anew, for one that has gone may not be counted out yet.
    private async Task<bool> IsHeardAsync(List<MllpClient> clients, Known known)
    {
        try
        {
            return Told(Read(await clients[^1].SendAsync(Adt(known, "A31").ToMessage().ToBytes(), CancellationToken.None))).Code == "AA";
        }
        catch (Exception closed) when (closed is IOException or HieImaging.Wire.MalformedException)
        {
            await clients[^1].DisposeAsync();
            clients[^1] = await MllpClient.ConnectAsync(impatient.Mllp.Host, impatient.Mllp.Port, null, CancellationToken.None);
            return false;
        }
    }

    // What the node still says before it closes.
    private static async Task<byte[]> RestOfAsync(TcpClient peer)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var said = new MemoryStream();
        try
        {
            await peer.GetStream().CopyToAsync(said, patience.Token);
        }
        catch (IOException)
        {
            // closed by a reset
        }
        return said.ToArray();
    }
}
