using HieImaging.Registry.Fetching;
using HieImaging.Xds.Responses;
using Xunit;

namespace HieImaging.Tests.Registry;

public sealed class FetchTurnTests
{
    private static readonly FetchOptions Options = new();                  // four places, pauses of 30 s, again after 10 s, at most after an hour

    [Theory]
    [InlineData(0, 0, 600, "ask")]                                         // nobody has asked for long
    [InlineData(3, 0, 600, "ask")]
    [InlineData(4, 0, 1, "wait")]                                          // it answers: a place will soon be free
    [InlineData(3, 1, 1, "wait")]                                          // nobody goes before who waits
    [InlineData(4, 3, 4.9, "wait")]
    [InlineData(4, 4, 1, "no-place")]                                      // half of the consumer is others'
    [InlineData(4, 0, 5, "no-place")]                                      // it hangs: who waits there waits in vain
    [InlineData(4, 2, 60, "no-place")]
    public void Of_one_that_is_well_four_are_asked_for_and_four_wait_while_it_answers(int asking, int waiting, double sinceAnswer, string turn) =>
        Assert.Equal(turn, Named(FetchTurn.On(
            new RepositoryState { Asking = asking, Waiting = waiting, SinceAnswer = TimeSpan.FromSeconds(sinceAnswer) }, Options)));

    [Theory]
    [InlineData(12, 0, "paused")]
    [InlineData(12, 3, "paused")]
    [InlineData(0, 0, "ask")]                                              // it is to be tried
    [InlineData(0, 1, "paused")]                                           // by one document alone
    public void One_that_is_paused_is_tried_by_one_document_after_its_pause(int rest, int asking, string turn) =>
        Assert.Equal(turn, Named(FetchTurn.On(new RepositoryState { Rest = TimeSpan.FromSeconds(rest), Asking = asking }, Options)));

    [Theory]
    [InlineData(30, 60, 60)]
    [InlineData(30, 10, 30)]
    [InlineData(2, 1200, 1200)]
    [InlineData(0, 5, 30)]                                                 // while another document tries it: not before it may have failed
    [InlineData(10, 100_000, 3600)]
    public void Who_is_sent_away_stays_away_as_long_again_as_it_has_been_failing(int rest, int failingFor, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<FetchTurn.Later>(FetchTurn.On(
            new RepositoryState { Rest = TimeSpan.FromSeconds(rest), FailingFor = TimeSpan.FromSeconds(failingFor), Asking = 1 }, Options)).After);

    [Theory]
    [InlineData(0, 50)]
    [InlineData(100, 50)]
    [InlineData(2_000, 500)]
    [InlineData(50_000, 5_000)]
    public void Who_finds_no_place_comes_again_as_fast_as_it_answers(int lastTook, int apart)
    {
        var state = new RepositoryState { Asking = 4, SinceAnswer = TimeSpan.FromMinutes(1), LastTook = TimeSpan.FromMilliseconds(lastTook) };
        Assert.Equal(new FetchTurn.Later("no-place", Options.RetryAfter, TimeSpan.FromMilliseconds(apart)), FetchTurn.On(state, Options));
    }

    [Theory]
    [InlineData(HospitalRepository.Late, true)]
    [InlineData(HospitalRepository.Unreachable, true)]
    [InlineData(HospitalRepository.NoSoap, true)]
    [InlineData(RegistryErrorCode.RepositoryBusy, true)]
    [InlineData(RegistryErrorCode.DocumentUniqueId, false)]                // of this document alone
    [InlineData(HospitalRepository.NoDocument, false)]
    [InlineData(HospitalRepository.Fault, false)]
    [InlineData(HospitalRepository.NotEncrypted, false)]                   // it was not asked
    public void Only_what_would_befall_every_document_is_held_against_a_repository(string reason, bool isIll) =>
        Assert.Equal(isIll, HospitalRepositories.IsIll(new RepositoryAnswer.Unavailable(reason)));

    [Fact]
    public void A_document_that_came_whether_right_or_wrong_is_an_answer()
    {
        Assert.False(HospitalRepositories.IsIll(new RepositoryAnswer.Found(ReadOnlyMemory<byte>.Empty)));
        Assert.False(HospitalRepositories.IsIll(new RepositoryAnswer.Wrong(HospitalRepository.TooLarge)));
    }

    private static string Named(FetchTurn turn) => turn switch
    {
        FetchTurn.Ask => "ask",
        FetchTurn.Wait => "wait",
        FetchTurn.Later later => later.Reason,
        _ => throw new InvalidOperationException(),
    };
}
