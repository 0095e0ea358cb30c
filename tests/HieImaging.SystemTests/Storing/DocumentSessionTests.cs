using HieImaging.DocumentStore;
using Xunit;
using static HieImaging.SystemTests.Storing.StoreFixture;

namespace HieImaging.SystemTests.Storing;

public sealed class DocumentSessionTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_document_comes_back_as_it_was_saved_with_every_version_before_in_its_history()
    {
        var note = Note.New();
        await Save(session => session.Store(Notes, note));
        await Save(session => session.Store(Notes, note with { Version = 2, Title = "second" }));

        await using var session = await fixture.Store.OpenSession(None);
        Assert.Equal(note with { Version = 2, Title = "second" }, await session.LoadAsync(Notes, note.Id, None));
        Assert.Equal(1, await Count($"select count(*) from test.note_history where id = {note.Id} and version = 1"));
        Assert.Equal(1, await Count($"select count(*) from test.note where id = {note.Id} and title = {"second"}"));
    }

    // What the driver prepared and PostgreSQL has lost (a batch that failed or was given up): once an outage, and not for as long as the connection lives.
    [Fact]
    public async Task A_connection_whose_prepared_statements_are_gone_fails_one_session_and_no_other()
    {
        await using var source = PostgresDataSource.Open(new Npgsql.NpgsqlConnectionStringBuilder(fixture.Source.ConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        var store = new Store(source, TimeProvider.System);
        async Task<int> AskAsync()
        {
            await using var session = await store.OpenSession(None);
            return await session.FirstOrDefaultAsync($"select {7}", row => row.GetInt32(0), None);
        }
        for (var asked = 0; asked < 3; asked++)
            await AskAsync();
        await using (var session = await store.OpenSession(None))
        {
            await session.ExecuteAsync($"deallocate all", None);
            await session.SaveChangesAsync(None);
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(AskAsync);
        Assert.Equal(7, await AskAsync());
        Assert.Equal(7, await AskAsync());
    }

    // Twenty who read their answers slowly would have all connections there are.
    [Fact]
    public async Task What_is_saved_keeps_no_connection_while_its_answer_is_written()
    {
        await using var source = PostgresDataSource.Open(new Npgsql.NpgsqlConnectionStringBuilder(fixture.Source.ConnectionString) { MaxPoolSize = 1 }.ConnectionString);
        var store = new Store(source, TimeProvider.System);
        await using var answering = await store.OpenSession(None);
        Assert.Equal(7, await answering.FirstOrDefaultAsync($"select {7}", row => row.GetInt32(0), None));
        await answering.SaveChangesAsync(None);

        await using var other = await store.OpenSession(None);
        Assert.Equal(8, await other.FirstOrDefaultAsync($"select {8}", row => row.GetInt32(0), None));
    }

    [Fact]
    public async Task Disposing_without_saving_leaves_nothing()
    {
        var note = Note.New();
        await using (var session = await fixture.Store.OpenSession(None))
        {
            await session.ExecuteAsync($"insert into test.note values ({note.Id}, 1, now(), false, ''::bytea, null)", None);
            session.Store(Notes, note);
        }

        Assert.Equal(0, await Count($"select count(*) from test.note where id = {note.Id}"));
    }

    [Fact]
    public async Task Reads_behind_writes_see_them_whether_a_write_answers_with_a_row_or_not_and_leave_nothing_without_a_save()
    {
        var (one, other) = (Note.New(), Note.New());
        await using (var session = await fixture.Store.OpenSession(None))
        {
            session.Store(Notes, one);
            session.Enqueue($"update test.note set title = {"changed"} where id = {one.Id}");
            session.Store(Notes, other);
            var batch = session.CreateBatchQueryBehindWrites();
            var titles = batch.Query($"select title from test.note where id = any({new[] { one.Id, other.Id }}) order by id = {one.Id} desc", row => row.GetString(0));
            var count = batch.Query($"select {3}", row => row.GetInt32(0));
            await batch.ExecuteAsync(None);
            Assert.Equal(["changed", other.Title!], await titles);
            Assert.Equal([3], await count);
            await session.FlushAsync(None);                                 // nothing is written twice
        }
        Assert.Equal(0, await Count($"select count(*) from test.note where id = any({new[] { one.Id, other.Id }})"));
    }

    [Fact]
    public async Task A_write_that_lost_tells_so_where_reads_stand_behind_it()
    {
        var note = Note.New();
        await Save(session => session.Store(Notes, note));
        await using var session = await fixture.Store.OpenSession(None);
        session.Store(Notes, note);
        var batch = session.CreateBatchQueryBehindWrites();
        _ = batch.Query($"select {1}", row => row.GetInt32(0));
        await Assert.ThrowsAsync<ConcurrencyException>(() => batch.ExecuteAsync(None));
    }

    [Theory]
    [InlineData("query")]
    [InlineData("batch")]
    [InlineData("flush")]
    [InlineData("save")]
    public async Task What_goes_ahead_has_run_before_the_next_statement_whatever_that_is(string next)
    {
        var note = Note.New();
        await using var session = await fixture.Store.OpenSession(None);
        session.Ahead($"select set_config('hie.ahead', {note.Id}, true)");
        SqlFragment ask = $"insert into test.note select {note.Id}, 1, now(), false, ''::bytea, current_setting('hie.ahead')";
        if (next == "query")
            await session.ExecuteAsync(ask, None);
        else if (next == "batch")
        {
            var batch = session.CreateBatchQuery();
            var wrote = batch.Query($"{ask} returning title", row => row.GetString(0));
            await batch.ExecuteAsync(None);
            Assert.Equal([note.Id], await wrote);
        }
        else
        {
            session.Enqueue(ask);
            if (next == "flush")
                await session.FlushAsync(None);
        }
        await session.SaveChangesAsync(None);
        Assert.Equal(1, await Count($"select count(*) from test.note where id = {note.Id} and title = {note.Id}"));
    }

    [Fact]
    public async Task What_is_flushed_is_read_in_the_transaction_and_gone_without_its_save()
    {
        var note = Note.New();
        await using (var session = await fixture.Store.OpenSession(None))
        {
            session.Store(Notes, note);
            await session.FlushAsync(None);
            Assert.Equal(note, await session.LoadAsync(Notes, note.Id, None));
            session.Store(Notes, note with { Version = 2 });
            await session.FlushAsync(None);
        }
        Assert.Equal(0, await Count($"select count(*) from test.note where id = {note.Id}"));

        await Save(session =>
        {
            session.Store(Notes, note);
            session.FlushAsync(None).GetAwaiter().GetResult();
            session.Store(Notes, note with { Version = 2, Title = "second" });
        });
        Assert.Equal(1, await Count($"select count(*) from test.note where id = {note.Id} and version = 2"));
        Assert.Equal(1, await Count($"select count(*) from test.note_history where id = {note.Id}"));
    }

    [Fact]
    public async Task What_PostgreSQL_refuses_of_a_batch_is_known_for_its_message_where_they_are_told_apart()
    {
        InboxKey[] keys = [.. Enumerable.Range(0, 5).Select(_ => new InboxKey("told-apart", Guid.NewGuid()))];
        async Task Have(IReadOnlyList<InboxKey> messages, bool tellsApart)
        {
            await using var session = await fixture.Store.OpenSession(messages, None, tellsApart);
            foreach (var key in messages)
            {
                session.Concerning(key);
                session.Store(Notes, Note.New() with { Title = key.MessageId.ToString() });
                if (key == keys[3])
                    session.Enqueue($"select 1 / {0}");
            }
            session.Concerning(null);
            await session.SaveChangesAsync(None);
        }

        Assert.Null((await Assert.ThrowsAsync<Npgsql.PostgresException>(() => Have(keys, tellsApart: false))).InnerException);
        Assert.Equal(keys[3], (await Assert.ThrowsAsync<MessageFailedException>(() => Have(keys, tellsApart: true))).Key);
        Assert.Equal(0, await Count($"select count(*) from document_store.inbox where consumer = {"told-apart"}"));
        await Have([.. keys.Where(key => key != keys[3])], tellsApart: true);

        Assert.Equal(4, await Count($"select count(*) from document_store.inbox where consumer = {"told-apart"}"));
        string[] titles = [.. keys.Select(key => key.MessageId.ToString())];
        Assert.Equal(4, await Count($"select count(*) from test.note where title = any({titles})"));
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_one_wins_and_the_other_saves_nothing()
    {
        var (note, other) = (Note.New(), Note.New());
        await Save(session => session.Store(Notes, note));
        await Save(session => session.Store(Notes, note with { Version = 2 }));

        await Assert.ThrowsAsync<ConcurrencyException>(() => Save(session =>
        {
            session.Store(Notes, other);
            session.Store(Notes, note with { Version = 2, Title = "late" });
            session.Publish(new NoteWritten(note.Id));
        }));

        Assert.Equal(0, await Count($"select count(*) from test.note where id = {other.Id}"));
        Assert.Equal(0, await Count($"select count(*) from document_store.outbox where body like {"%" + note.Id + "%"}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_version_that_is_not_the_next_is_refused(int version)
    {
        var note = Note.New();
        await Save(session => session.Store(Notes, note));
        await Assert.ThrowsAsync<ConcurrencyException>(() => Save(session => session.Store(Notes, note with { Version = version })));
    }

    [Fact]
    public async Task A_deleted_document_is_gone_its_history_is_not_and_it_may_come_back()
    {
        var note = Note.New();
        await Save(session => session.Store(Notes, note));
        await Save(session => session.Delete(Notes, note.Id, 2));
        await using (var session = await fixture.Store.OpenSession(None))
        {
            Assert.Null(await session.LoadAsync(Notes, note.Id, None));
            Assert.Equal(2, await session.VersionOfAsync(Notes, note.Id, None));
        }

        await Save(session => session.Store(Notes, note with { Version = 3 }));
        Assert.Equal(2, await Count($"select count(*) from test.note_history where id = {note.Id}"));
    }

    [Fact]
    public async Task A_message_has_its_effect_once()
    {
        var (key, note) = (new InboxKey("test", Guid.NewGuid()), Note.New());
        for (var delivery = 1; delivery <= 2; delivery++)
        {
            await using var session = await fixture.Store.OpenSession(key, None);
            Assert.Equal(delivery == 2, session.AlreadySeen);
            session.Enqueue($"update test.note set title = 'again' where id = {note.Id}");
            if (!session.AlreadySeen)
                session.Store(Notes, note);
            await session.SaveChangesAsync(None);
        }

        Assert.Equal(0, await Count($"select count(*) from test.note where id = {note.Id} and title = 'again'"));
    }

    [Fact]
    public async Task A_concurrent_duplicate_does_nothing_and_is_told_as_seen()
    {
        var (key, note) = (new InboxKey("test", Guid.NewGuid()), Note.New());
        await using var first = await fixture.Store.OpenSession(key, None);
        await using var second = await fixture.Store.OpenSession(key, None);
        first.Store(Notes, note);
        second.Store(Notes, note with { Id = note.Id + "-second" });

        await first.SaveChangesAsync(None);
        await second.SaveChangesAsync(None);

        Assert.False(first.AlreadySeen);
        Assert.True(second.AlreadySeen);
        Assert.Equal(0, await Count($"select count(*) from test.note where id = {note.Id + "-second"}"));
    }

    [Fact]
    public async Task Of_a_batch_only_what_is_new_is_noted()
    {
        InboxKey seen = new("test", Guid.NewGuid()), fresh = new("test", Guid.NewGuid());
        await using (var session = await fixture.Store.OpenSession(seen, None))
            await session.SaveChangesAsync(None);

        await using var batch = await fixture.Store.OpenSession([seen, fresh], None);
        Assert.False(batch.AlreadySeen);
        Assert.True(batch.HasSeen(seen));
        Assert.False(batch.HasSeen(fresh));
        await batch.SaveChangesAsync(None);
        Assert.Equal(1, await Count($"select count(*) from document_store.inbox where message_id = {fresh.MessageId}"));
    }

    [Fact]
    public async Task Text_that_postgresql_cannot_keep_is_the_callers_mistake()
    {
        await Assert.ThrowsAsync<UnstorableContentException>(() => Save(session => session.Store(Notes, Note.New("a\0b"))));
        await Assert.ThrowsAsync<UnstorableContentException>(() => Save(session => session.Enqueue($"update test.note set title = {"\ud800"}")));
    }

    [Fact]
    public async Task Whoever_locks_the_same_keys_waits_for_the_other()
    {
        await using var first = await fixture.Store.OpenSession(None);
        await using var second = await fixture.Store.OpenSession(None);
        await first.LockAsync(["b", "a", "b"], None);

        var waiting = second.LockAsync(["a"], None);
        Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(300)));
        await first.SaveChangesAsync(None);
        await waiting.WaitAsync(TimeSpan.FromSeconds(4));
    }

    private async Task Save(Action<DocumentSession> write)
    {
        await using var session = await fixture.Store.OpenSession(None);
        write(session);
        await session.SaveChangesAsync(None);
    }

    private async Task<long> Count(SqlFragment sql)
    {
        await using var session = await fixture.Store.OpenSession(None);
        return await session.FirstOrDefaultAsync(sql, row => row.GetInt64(0), None);
    }

    private sealed record NoteWritten(string Id);
}
