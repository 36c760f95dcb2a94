using HostWall.Core.Rules;
using HostWall.Kernel;
using HostWall.Programs;

namespace HostWall.KernelTests.Rules;

/// <summary>nft fails at one of its runs, whichever: the old rules or the new ones are in force, whole, and the next application mends the rest.</summary>
public sealed class NftFailureTests
{
    private const int MostRuns = 20;

    private static readonly RuleSet Old = Given.RuleSet(Given.Small, Given.AContainer(1, "web"), Given.AContainer(2, "db"));
    private static readonly RuleSet OtherContainers = Given.RuleSet(Given.Small, Given.AContainer(2, "web"), Given.AContainer(7, "db"));
    private static readonly RuleSet OtherPolicy = Given.RuleSet(Given.Everything, Given.AContainer(1, "web"), Given.AContainer(2, "db"));

    public static TheoryData<Trouble> Troubles => [.. Enum.GetValues<Trouble>()];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_new_policy_is_in_force_as_a_whole_or_not_at_all(Trouble trouble)
    {
        await using var host = await NftHost.StartAsync();
        var alone = await NftHost.ListAloneAsync(OtherPolicy);
        for (var failing = 1; failing <= MostRuns; failing++)
        {
            var (runs, failed) = await ApplyInTroubleAsync(host, OtherPolicy, alone, failing, trouble, remembers: false);
            if (runs < failing)
            {
                failed.ShouldBeNull();
                return;
            }
        }

        Assert.Fail($"more than {MostRuns} runs of nft for one change");
    }

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task A_change_of_containers_is_in_force_as_a_whole_or_not_at_all(Trouble trouble)
    {
        await using var host = await NftHost.StartAsync();
        var (_, failed) = await ApplyInTroubleAsync(host, OtherContainers, await NftHost.ListAloneAsync(OtherContainers), failing: 1, trouble, remembers: true);

        // A change of elements is not read back: nft's own word is taken for it, and the next reading finds out.
        (failed is null).ShouldBe(trouble == Trouble.SaysNothing);
    }

    /// <param name="alone">The listing where nothing but the target was ever applied.</param>
    /// <param name="remembers">Whether the old rules were applied by the same backend.</param>
    /// <returns>How often nft ran for the application, and how that failed.</returns>
    private static async Task<(int Runs, Exception? Failed)> ApplyInTroubleAsync(NftHost host, RuleSet target, KernelListing alone, int failing, Trouble trouble, bool remembers)
    {
        await NftHost.DataplaneOver(host.Programs).ApplyAsync(Old, CancellationToken.None);
        var switching = new SwitchedRunner(host.Programs);
        var dataplane = NftHost.DataplaneOver(switching);
        if (remembers)
        {
            await dataplane.ApplyAsync(Old, CancellationToken.None);
        }

        var old = (await host.ListAsync()).Deciding;
        var tools = new TroubledRunner(host.Programs, failing, trouble);
        switching.To = tools;

        var failed = await Record.ExceptionAsync(() => dataplane.ApplyAsync(target, CancellationToken.None));
        switching.To = host.Programs;

        var found = (await host.ListAsync()).Deciding;
        found.ShouldBeOneOf(old, alone.Deciding);
        if (failed is not null)
        {
            failed.ShouldBeOfType<DataplaneException>().Message.ShouldNotBeNullOrWhiteSpace();
        }
        else if (trouble != Trouble.SaysNothing || !remembers)
        {
            found.ShouldBe(alone.Deciding);
        }

        await dataplane.ReadAsync(CancellationToken.None);
        await dataplane.ApplyAsync(target, CancellationToken.None);
        (await dataplane.ReadAsync(CancellationToken.None)).Drift.ShouldBeNull();
        (await host.ListAsync()).Text.ShouldBe(alone.Text);
        return (tools.Runs, failed);
    }

    [Fact]
    public async Task Missing_nft_is_said_with_its_remedy()
    {
        await using var host = await NftHost.StartAsync();
        var dataplane = NftHost.DataplaneOver(new TroubledRunner(host.Programs, failing: 1, Trouble.IsMissing));

        var failure = await Should.ThrowAsync<DataplaneException>(() => dataplane.ApplyAsync(Old, CancellationToken.None));

        failure.Message.ShouldBe("nft is not installed; install it with: apt-get install nftables");
    }

    [Fact]
    public async Task Hanging_nft_is_killed_and_said()
    {
        await using var host = await NftHost.StartAsync();
        var dataplane = NftHost.DataplaneOver(new HangingRunner());

        var failure = await Should.ThrowAsync<DataplaneException>(() => dataplane.ApplyAsync(Old, CancellationToken.None));

        failure.Message.ShouldBe("sleep did not end within 0.2 s and was killed");
    }

    [Fact]
    public async Task An_nft_that_cannot_start_is_not_taken_for_one_that_finds_no_table()
    {
        const string Broken = "nft: error while loading shared libraries: libnftables.so.1: cannot open shared object file: No such file or directory";
        var dataplane = NftHost.DataplaneOver(new AnsweringRunner(new ProgramResult(127, "", Broken)));

        (await Should.ThrowAsync<DataplaneException>(() => dataplane.HoldsRulesAsync(CancellationToken.None))).Message.ShouldContain("libnftables.so.1");
    }

    [Fact]
    public async Task What_nft_says_against_the_rules_is_passed_on()
    {
        await using var host = await NftHost.StartAsync();
        var refusing = new TroubledRunner(host.Programs, failing: 4, Trouble.Refuses);

        var failure = await Should.ThrowAsync<DataplaneException>(() => NftHost.DataplaneOver(refusing).ApplyAsync(Old, CancellationToken.None));

        failure.Message.ShouldBe("nft refused the rules: Error: Could not process rule: Operation not permitted");
    }

    private sealed class SwitchedRunner(IProgramRunner programs) : IProgramRunner
    {
        public IProgramRunner To { get; set; } = programs;

        public Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation) => To.TryRunAsync(call, cancellation);

        public IAsyncEnumerable<string> LinesAsync(ProgramCall call, CancellationToken cancellation) => To.LinesAsync(call, cancellation);
    }

    private sealed class HangingRunner : IProgramRunner
    {
        private readonly ProgramRunner _programs = new(TimeProvider.System);

        public Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation)
            => _programs.TryRunAsync(ProgramCall.Of("sleep", "60") with { Limit = TimeSpan.FromSeconds(0.2) }, cancellation);

        public IAsyncEnumerable<string> LinesAsync(ProgramCall call, CancellationToken cancellation) => _programs.LinesAsync(call, cancellation);
    }

    private sealed class AnsweringRunner(ProgramResult answer) : IProgramRunner
    {
        public Task<ProgramResult> TryRunAsync(ProgramCall call, CancellationToken cancellation) => Task.FromResult(answer);

        public IAsyncEnumerable<string> LinesAsync(ProgramCall call, CancellationToken cancellation) => AsyncEnumerable.Empty<string>();
    }
}
