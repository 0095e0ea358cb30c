using Xunit;

namespace HieImaging.Tests.Architecture;

public sealed class HouseTests
{
    private static readonly House Standing = House.Standing();

    [Fact]
    public void Every_import_points_to_a_floor_below() => Assert.Empty(Standing.ArrowsThatDoNotPointDown());

    [Fact]
    public void Every_schema_named_in_sql_is_the_projects_own_or_below() => Assert.Empty(Standing.SchemasThatDoNotPointDown());

    [Fact]
    public void No_namespaces_stand_in_a_circle() => Assert.Empty(Standing.Circles());

    [Fact]
    public void A_namespace_is_its_folder() => Assert.Empty(Standing.NamespacesThatAreNotFolders());

    [Fact]
    public void There_are_rooms_and_no_drawers() => Assert.Empty(Standing.DrawersFound());

    [Fact]
    public void No_type_hides_behind_a_refused_suffix() => Assert.Empty(Standing.RefusedNames());

    [Fact]
    public void No_file_is_longer_than_the_longest_allowed() => Assert.Empty(Standing.FilesTooLong());

    [Fact]
    public void Every_project_stands_on_a_floor() =>
        Assert.All(
            Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(Path.GetFileName),
            folder => Assert.Contains(folder!.Replace("HieImaging.", "", StringComparison.Ordinal), House.Floors));

    // The rules themselves can fail: each is shown a house in which it is broken.

    [Fact]
    public void An_arrow_turned_round_is_found() => Assert.Equal(
        ["src/HieImaging.Dicom/Bent.cs uses HieImaging.Manifests"],
        HouseOf(("src/HieImaging.Dicom/Bent.cs", "using HieImaging.Manifests;\nnamespace HieImaging.Dicom;")).ArrowsThatDoNotPointDown());

    [Fact]
    public void A_room_that_imports_a_room_is_found() => Assert.Single(
        HouseOf(("src/HieImaging.Broker/Retrieving/Bent.cs", "using HieImaging.Registry.Documents;\nnamespace HieImaging.Broker.Retrieving;")).ArrowsThatDoNotPointDown());

    [Fact]
    public void Sql_that_names_another_rooms_schema_is_found() => Assert.Equal(
        ["src/HieImaging.Broker/Retrieving/Bent.cs names registry of Registry"],
        HouseOf(("src/HieImaging.Broker/Retrieving/Bent.cs", "namespace HieImaging.Broker.Retrieving;\nvar sql = $\"select id from registry.document_entry\";")).SchemasThatDoNotPointDown());

    [Fact]
    public void Sql_that_names_a_schema_above_is_found_in_a_migration() => Assert.Single(
        HouseOf(("src/HieImaging.RecordLocator/Studies/0009_bent.sql", "create view record_locator.v as select * from identity.review;")).SchemasThatDoNotPointDown());

    [Fact]
    public void A_circle_of_folders_is_found() => Assert.NotEmpty(HouseOf(
        ("src/HieImaging.Registry/Submitting/A.cs", "using HieImaging.Registry.Registering;\nnamespace HieImaging.Registry.Submitting;"),
        ("src/HieImaging.Registry/Registering/B.cs", "using HieImaging.Registry.Submitting;\nnamespace HieImaging.Registry.Registering;")).Circles());

    [Fact]
    public void A_drawer_and_a_refused_name_are_found()
    {
        var house = HouseOf(("src/HieImaging.Registry/Helpers/StudyHelper.cs", "namespace HieImaging.Registry.Helpers;\nclass StudyHelper;"));
        Assert.Single(house.DrawersFound());
        Assert.Single(house.RefusedNames());
    }

    private static House HouseOf(params (string Path, string Text)[] files) => new([.. files.Select(file => new SourceFile(file.Path, file.Text))]);
}
