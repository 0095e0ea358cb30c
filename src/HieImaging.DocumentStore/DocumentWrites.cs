namespace HieImaging.DocumentStore;

/// <summary>
/// The SQL of storing and deleting documents: the rows, the history of what they replace and the check of their versions in one statement.
/// A table keeps the present version, its history those before it, so that a document that never changes is written once.
/// </summary>
internal static class DocumentWrites
{
    /// <summary>First versions, many in one statement.</summary>
    public static SqlFragment Insert<T>(DocumentTable<T> table, IReadOnlyList<T> documents, DateTimeOffset now)
    {
        var rows = SqlFragment.Join(", ", documents.Select<T, SqlFragment>(document =>
            $"({table.Id(document)}, 1, {now}, false, {table.Write(document)}{Values(table, document)})"));
        return $"""
            with written as (
                insert into {SqlFragment.Text(table.Name)} (id, version, last_updated, deleted, body{Names(table)})
                values {rows} on conflict (id) do nothing returning 1)
            {Demand(documents.Count, table.Name + (documents.Count == 1 ? "/" + table.Id(documents[0]) : ""))}
            """;
    }

    /// <summary>A later version.</summary>
    public static SqlFragment Update<T>(DocumentTable<T> table, T document, DateTimeOffset now)
    {
        var (id, version) = (table.Id(document), table.Version(document));
        return Checked(table, id, version, $"""
            update {SqlFragment.Text(table.Name)} set version = {version}, last_updated = {now}, deleted = false,
                body = {table.Write(document)}{Assignments(table, document)}
            where id = {id} and version = {version - 1}
            """);
    }

    public static SqlFragment Delete<T>(DocumentTable<T> table, string id, int version, DateTimeOffset now) =>
        Checked(table, id, version, $"""
            update {SqlFragment.Text(table.Name)} set version = {version}, last_updated = {now}, deleted = true
            where id = {id} and version = {version - 1} and not deleted
            """);

    /// <summary>Whether the row says what the document says, in every column; its time of storing apart.</summary>
    public static SqlFragment IsStored<T>(DocumentTable<T> table, T document) => $"""
        select true from {SqlFragment.Text(table.Name)} where id = {table.Id(document)} and version = {table.Version(document)} and not deleted
          and body = {table.Write(document)}{Comparisons(table, document)}
        """;

    /// <summary>The extracted columns of a version that stays: what they are taken from has not changed, so it is no new one.</summary>
    public static SqlFragment Correct<T>(DocumentTable<T> table, T document) => $"""
        with written as (
            update {SqlFragment.Text(table.Name)} set deleted = false{Assignments(table, document)}
            where id = {table.Id(document)} and version = {table.Version(document)} and body = {table.Write(document)} returning 1)
        {Demand(1, table.Name + "/" + table.Id(document))}
        """;

    /// <summary>
    /// A row that was lost comes back, deleted, as the version after the last that its history knows; the columns are the document's.
    /// </summary>
    public static SqlFragment Restore<T>(DocumentTable<T> table, T document) => $"""
        insert into {SqlFragment.Text(table.Name)} (id, version, last_updated, deleted, body{Names(table)})
        select id, version + 1, last_updated, true, body{Values(table, document)} from {SqlFragment.Text(table.Name + "_history")}
        where id = {table.Id(document)} order by version desc limit 1
        on conflict (id) do nothing
        """;

    // What a version before this scheme left in the history already is left as it is.
    private static SqlFragment Checked<T>(DocumentTable<T> table, string id, int version, SqlFragment write)
    {
        SqlFragment history = table.HasHistory
            ? $"""
               kept as (insert into {SqlFragment.Text(table.Name + "_history")} (id, version, last_updated, deleted, body)
                 select id, version, last_updated, deleted, body from {SqlFragment.Text(table.Name)}
                 where id = {id} and version = {version - 1} on conflict (id, version) do nothing),
               """
            : SqlFragment.Empty;
        return $"with {history} written as ({write} returning 1) {Demand(1, table.Name + "/" + id)}";
    }

    private static SqlFragment Demand(int rows, string what) =>
        $"select document_store.demand((select count(*) from written) = {rows}, {StoreFailure.WrongVersion}, {what})";

    private static SqlFragment Names<T>(DocumentTable<T> table) =>
        SqlFragment.Join("", table.Columns.Select(column => SqlFragment.Text(", " + column.Name)));

    private static SqlFragment Values<T>(DocumentTable<T> table, T document) =>
        SqlFragment.Join(
            "",
            table.Columns.Select<(string Name, Func<T, SqlFragment> Value), SqlFragment>(
                column => $", {column.Value(document)}"));

    private static SqlFragment Comparisons<T>(DocumentTable<T> table, T document) =>
        SqlFragment.Join("", table.Columns.Select<(string Name, Func<T, SqlFragment> Value), SqlFragment>(
            column => $" and {SqlFragment.Text(column.Name)} is not distinct from {column.Value(document)}"));

    private static SqlFragment Assignments<T>(DocumentTable<T> table, T document) =>
        SqlFragment.Join("", table.Columns.Select<(string Name, Func<T, SqlFragment> Value), SqlFragment>(
            column => $", {SqlFragment.Text(column.Name)} = {column.Value(document)}"));
}
