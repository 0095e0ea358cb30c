using HieImaging.Trust.Callers;
using HieImaging.Trust.Tokens;
using Xunit;

namespace HieImaging.Tests.Trust;

public sealed class ScopesTests
{
    [Theory]
    [InlineData("RAD-68", "RAD-68", true)]
    [InlineData("RAD-68", "RAD-69", false)]
    [InlineData("rad-68", "RAD-68", false)]
    [InlineData("system/*.rs", "system/ImagingStudy.s", true)]
    [InlineData("system/*.rs", "system/ImagingStudy.r", true)]
    [InlineData("system/*.rs", "system/ImagingStudy.u", false)]
    [InlineData("system/*.rs", "RAD-107", false)]
    [InlineData("system/Patient.rs", "system/ImagingStudy.s", false)]
    [InlineData("system/ImagingStudy.read", "system/ImagingStudy.s", true)]
    [InlineData("system/ImagingStudy.write", "system/ImagingStudy.r", false)]
    [InlineData("system/ImagingStudy.*", "system/ImagingStudy.d", true)]
    [InlineData("system/ImagingStudy.cruds", "system/ImagingStudy.d", true)]
    [InlineData("system/ImagingStudy.sr", "system/ImagingStudy.s", false)]
    [InlineData("system/ImagingStudy.rr", "system/ImagingStudy.r", false)]
    [InlineData("system/ImagingStudy.", "system/ImagingStudy.r", false)]
    [InlineData("patient/*.rs", "system/ImagingStudy.s", false)]
    [InlineData("patient/ImagingStudy.rs?modality=CT", "system/ImagingStudy.s", false)]
    [InlineData("user/*.cruds", "system/Patient.r", false)]
    [InlineData("system/ImagingStudy.rs?modality=CT", "system/ImagingStudy.s", true)]
    [InlineData("system/ImagingStudy.rs?bodysite=1", "system/ImagingStudy.s", false)]
    [InlineData("system/Patient.rs?gender=male", "system/Patient.s", false)]
    [InlineData("system/*.rs?modality=CT", "system/ImagingStudy.s", false)]
    public void A_scope_grants_what_it_says_and_no_more(string held, string required, bool granted) =>
        Assert.Equal(granted, Scopes.Grant(new HashSet<string> { held }, required));

    [Fact]
    public void Version_1_and_version_2_together_grant_no_more_than_each() =>
        Assert.False(Scopes.Grant(new HashSet<string> { "patient/*.read", "patient/*.cruds", "system/Patient.rs" }, "system/ImagingStudy.r"));

    [Theory]
    [InlineData("system/ImagingStudy.rs", "system/*.rs", "system/ImagingStudy.rs")]
    [InlineData("system/*.cruds", "system/ImagingStudy.rs", "system/ImagingStudy.rs")]
    [InlineData("system/*.rs", "system/*.r system/Patient.s", "system/*.r system/Patient.s")]
    [InlineData("system/ImagingStudy.rs?modality=CT", "system/*.rs", "system/ImagingStudy.rs?modality=CT")]
    [InlineData("system/ImagingStudy.rs", "system/ImagingStudy.rs?modality=CT", "system/ImagingStudy.rs?modality=CT")]
    [InlineData("system/ImagingStudy.rs?modality=MG", "system/ImagingStudy.rs?modality=CT", "")]
    [InlineData("system/Patient.rs?gender=male", "system/*.rs", "")]
    [InlineData("RAD-68 RAD-107", "RAD-107", "RAD-107")]
    [InlineData("patient/*.rs", "system/*.rs", "")]
    [InlineData("RAD-68", "system/*.cruds", "")]
    public void What_is_asked_and_what_is_registered_have_this_in_common(string asked, string registered, string common) =>
        Assert.Equal(common.Split(' ', StringSplitOptions.RemoveEmptyEntries), Scopes.Common(asked.Split(' '), registered.Split(' ')));

    [Theory]
    [InlineData("a b", true)]
    [InlineData("", true)]
    [InlineData("RAD-68\nsystem/*.cruds", false)]
    [InlineData("RAD-68\tsystem/*.cruds", false)]
    [InlineData("RAD-68\u00a0system/*.cruds", false)]
    [InlineData("\"a\"", false)]
    [InlineData("a\\b", false)]
    public void A_list_of_scopes_holds_nothing_but_scopes_and_spaces(string text, bool isOne) => Assert.Equal(isOne, ScopeText.TryRead(text, out _));

    [Fact]
    public void A_list_of_scopes_is_bounded()
    {
        Assert.False(ScopeText.TryRead(string.Join(' ', Enumerable.Range(0, 65).Select(i => $"s{i}")), out _));
        Assert.False(ScopeText.TryRead(new string('a', 4097), out _));
    }

    [Fact]
    public void Narrowing_counts_only_where_every_study_scope_is_narrowed()
    {
        Assert.Equal(["CT", "MR"], Scopes.ModalitiesOf(["system/ImagingStudy.rs?modality=CT", "system/ImagingStudy.s?modality=http://dicom.nema.org/resources/ontology/DCM|MR"]));
        Assert.Null(Scopes.ModalitiesOf(["system/ImagingStudy.rs?modality=CT", "system/ImagingStudy.r"]));
        Assert.Null(Scopes.ModalitiesOf(["RAD-107"]));
    }
}
