namespace HieImaging.DocumentStore;

/// <summary>The SQL of storing and deleting a document: the row, its history and the check of its version in one statement.</summary>
internal static class DocumentWrites
{
    public static SqlFragment Store<T>(DocumentTable<T> table, T document, DateTimeOffset now)
    {
        var version = table.Version(document);
        var body = table.Write(document);
        var name = SqlFragment.Text(table.Name);
        return version == 1
            ? Checked(table, table.Id(document), $"""
                insert into {name} (id, version, last_updated, deleted, body{Each(table, column => $", {column}")})
                values ({table.Id(document)}, 1, {now}, false, {body}{Values(table, document)})
                on conflict (id) do nothing
                """)
            : Checked(table, table.Id(document), $"""
                update {name} set version = {version}, last_updated = {now}, deleted = false, body = {body}{Assignments(table, document)}
                where id = {table.Id(document)} and version = {version - 1}
                """);
    }

    public static SqlFragment Delete<T>(DocumentTable<T> table, string id, int version, DateTimeOffset now) =>
        Checked(table, id, $"""
            update {SqlFragment.Text(table.Name)} set version = {version}, last_updated = {now}, deleted = true
            where id = {id} and version = {version - 1} and not deleted
            """);

    private static SqlFragment Checked<T>(DocumentTable<T> table, string id, SqlFragment write)
    {
        SqlFragment history = table.HasHistory
            ? $"""
               , kept as (insert into {SqlFragment.Text(table.Name + "_history")} (id, version, last_updated, deleted, body)
                 select id, version, last_updated, deleted, body from written)
               """
            : SqlFragment.Empty;
        return $"""
            with written as ({write} returning id, version, last_updated, deleted, body){history}
            select document_store.demand((select count(*) from written) = 1, {StoreFailure.WrongVersion}, {table.Name + "/" + id})
            """;
    }

    private static SqlFragment Each<T>(DocumentTable<T> table, Func<SqlFragment, SqlFragment> of) =>
        SqlFragment.Join("", table.Columns.Select(column => of(SqlFragment.Text(column.Name))));

    private static SqlFragment Values<T>(DocumentTable<T> table, T document) =>
        SqlFragment.Join(
            "",
            table.Columns.Select<(string Name, Func<T, SqlFragment> Value), SqlFragment>(
                column => $", {column.Value(document)}"));

    private static SqlFragment Assignments<T>(DocumentTable<T> table, T document) =>
        SqlFragment.Join("", table.Columns.Select<(string Name, Func<T, SqlFragment> Value), SqlFragment>(
            column => $", {SqlFragment.Text(column.Name)} = {column.Value(document)}"));
}
