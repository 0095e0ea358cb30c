namespace HieImaging.Harness.Faulting.Inflicting;

/// <summary>
/// Messages that are put into the outbox beside the workload's: a study was registered of a patient whom nobody knows, so that whoever takes
/// one has nothing to do. What the inbox says to some of them is decided here.
/// </summary>
internal sealed class SaidFacts(FaultSite site) : IAsyncDisposable
{
    public const string Consumer = "identity-feed-manifest-patient";

    private const string Sound =
        """{"Id":"x","StudyInstanceUid":"1.2.3","Custodian":"x","Subject":"s-none","RetrieveLocationUids":[],"Version":1,"RegisteredAt":"2026-01-01T00:00:00Z"}""";

    private readonly string _name = "said" + Guid.NewGuid().ToString("N")[..8];

    /// <param name="reaction">What the inbox does when a marked one is consumed, in PL/pgSQL.</param>
    public static async Task<SaidFacts> BeginAsync(FaultSite site, string reaction)
    {
        var facts = new SaidFacts(site);
        await Servers.RunAsync(
            site.Database,
            $"create table public.{facts._name} (message_id uuid primary key, mark boolean not null)",
            $"""
            create function public.{facts._name}_hit() returns trigger language plpgsql as $$ begin
              if exists (select from public.{facts._name} said where said.message_id = new.message_id and mark) then {reaction}; end if;
              return new;
            end $$
            """,
            $"create trigger {facts._name} before insert on document_store.inbox for each row execute function public.{facts._name}_hit()");
        return facts;
    }

    /// <param name="unreadable">Of the marked, so many are of a shape that no consumer declares.</param>
    public Task SayAsync(int marked, int others, int unreadable = 0) => Servers.RunAsync(site.Database, $"""
        with said as (
          insert into public.{_name} select gen_random_uuid(), number <= {marked} from generate_series(1, {marked + others}) number returning message_id, mark),
        numbered as (select message_id, mark, row_number() over (partition by mark) as number from said)
        insert into document_store.outbox (message_id, type, body, created_at, due_at)
          select message_id, 'StudyRegistered', case when mark and number <= {unreadable} then '[]' else '{Sound}' end, now(), now()
          from numbered order by random()
        """, "select pg_notify('hie_outbox', '')");

    /// <summary>So many were consumed, of the marked or of the others.</summary>
    public async Task<long> ConsumedAsync(bool marked) => (long)(await site.ScalarAsync(
        $"select count(*) from document_store.inbox i join public.{_name} said on said.message_id = i.message_id and i.consumer = '{Consumer}' where mark = {marked}"))!;

    /// <summary>Dead letters among them, by reason.</summary>
    public async Task<string> DeadAsync() => (string)(await site.ScalarAsync($"""
        select coalesce(string_agg(reason || ' ' || count, ', ' order by reason), 'none') from (
          select d.reason, count(*) as count from document_store.dead_letter d join public.{_name} said on said.message_id = d.message_id
          where d.dead_at is not null and not exists (select from document_store.inbox i where i.message_id = d.message_id and i.consumer = d.consumer) group by 1) counted
        """))!;

    /// <summary>The inbox reacts no more, and what could not be read can.</summary>
    public Task MendAsync() => Servers.RunAsync(site.Database, $"drop trigger if exists {_name} on document_store.inbox", $"""
        update document_store.outbox o set body = '{Sound}' from public.{_name} said where said.message_id = o.message_id and o.body = '[]'
        """);

    public async ValueTask DisposeAsync()
    {
        await MendAsync();
        await Servers.RunAsync(site.Database, $"drop function if exists public.{_name}_hit()", $"drop table public.{_name}");
    }
}
