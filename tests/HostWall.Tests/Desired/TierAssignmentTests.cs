using HostWall.Core.Desired;
using HostWall.Core.Inventory;
using static HostWall.Tests.Desired.Containers;

namespace HostWall.Tests.Desired;

/// <summary>Which tier a container is in, and why.</summary>
public sealed class TierAssignmentTests
{
    private const string Tiers = """
        [tiers.web]
        select = { image = ["nginx:*"], label = { role = "front" } }

        [tiers.db]
        select = { image = ["postgres:*", "redis:?"] }

        [tiers.any-shop]
        select = { project = ["shop"] }

        [tiers.vault]
        claim = { project = ["bank"], name = ["vault-*"] }
        """;

    [Fact]
    public void The_label_that_the_creator_gave_names_the_tier() => ShouldBeIn("db", new TierReason.Labelled(), AContainer("c", Tier("db")));

    [Fact]
    public void The_label_goes_before_a_select_that_matches()
        => ShouldBeIn("vault", new TierReason.Labelled(), AContainer("vault-1", Tier("vault"), Project("bank")) with { Image = "redis:7" });

    [Fact]
    public void The_first_select_of_the_file_that_matches_takes_the_container()
    {
        ShouldBeIn("db", new TierReason.Selected(), AContainer("c", Project("shop")) with { Image = "redis:7" });
        ShouldBeIn("any-shop", new TierReason.Selected(), AContainer("c", Project("shop")) with { Image = "redis:70" });
    }

    [Fact]
    public void Every_key_of_a_select_must_match()
    {
        ShouldBeIn("web", new TierReason.Selected(), AContainer("c", Label("role", "front")));
        ShouldBeIn("unlabelled", new TierReason.InNone(), AContainer("c", Label("role", "back")));
        ShouldBeIn("unlabelled", new TierReason.InNone(), AContainer("c"));
    }

    [Fact]
    public void A_label_that_names_no_tier_leaves_the_container_in_none_whatever_would_select_it()
        => ShouldBeIn("unlabelled", new TierReason.UnknownTier("\"wbe\""), AContainer("c", Tier("wbe"), Label("role", "front")));

    [Theory]
    [InlineData("DB")]
    [InlineData("db ")]
    [InlineData(" db")]
    [InlineData("")]
    [InlineData("db\n")]
    [InlineData("*")]
    public void A_label_is_taken_to_the_letter(string label)
        => TierAssignment.Of(PolicyOf(Tiers), AContainer("c", Tier(label))).Tier.ShouldBe("unlabelled");

    [Fact]
    public void A_claim_that_does_not_match_refuses_the_label()
    {
        ShouldBeIn("vault", new TierReason.Labelled(), AContainer("vault-1", Tier("vault"), Project("bank")));
        ShouldBeIn("unlabelled", new TierReason.ClaimRefused("vault"), AContainer("vault-1", Tier("vault")));
        ShouldBeIn("unlabelled", new TierReason.ClaimRefused("vault"), AContainer("c", Tier("vault"), Project("bank")));
    }

    [Fact]
    public void A_label_of_the_image_counts_only_where_the_policy_says_so()
    {
        var container = AContainer("c", OfImage(TierAssignment.LabelKey, "db"));

        ShouldBeIn("unlabelled", new TierReason.LabelOfImage("\"db\""), container);
        TierAssignment.Of(PolicyOf($"[settings]\nimage-labels = true\n{Tiers}"), container).Tier.ShouldBe("db");
    }

    [Fact]
    public void A_label_of_the_image_does_not_keep_a_select_from_matching()
        => ShouldBeIn("db", new TierReason.Selected(), AContainer("c", OfImage(TierAssignment.LabelKey, "web")) with { Image = "postgres:16" });

    [Fact]
    public void Compose_labels_of_the_image_fulfil_no_claim()
    {
        Label[] ofImage = [OfImage("com.docker.compose.project", "bank"), OfImage("com.docker.compose.config-hash", "0")];

        ShouldBeIn("unlabelled", new TierReason.ClaimRefused("vault"), AContainer("vault-1", [Tier("vault"), .. ofImage]));
    }

    [Fact]
    public void Compose_labels_that_equal_the_images_count_where_compose_made_the_container()
        => ShouldBeIn(
            "vault",
            new TierReason.Labelled(),
            AContainer("vault-1", Tier("vault"), OfImage("com.docker.compose.project", "bank"), Label("com.docker.compose.config-hash", "0")));

    [Fact]
    public void A_hostile_label_is_shown_short_and_harmless()
    {
        var label = "\u001b[2J\"$(reboot)`\n\u202e" + new string('x', 10_000);

        var reason = TierAssignment.Of(PolicyOf(Tiers), AContainer("c", Tier(label))).Reason;

        reason.Warning.ShouldNotBeNull();
        foreach (var text in (string[])[reason.Text, reason.Warning])
        {
            text.Length.ShouldBeLessThan(600);
            text.Count(c => c == '"').ShouldBe(2);
            text.ShouldAllBe(c => (c >= ' ' && c <= '~') || c == '…');
        }
    }

    private static void ShouldBeIn(string tier, TierReason reason, Container container)
    {
        var bound = TierAssignment.Of(PolicyOf(Tiers), container);
        (bound.Tier, bound.Reason).ShouldBe((tier, reason));
        (reason.Warning is null).ShouldBe(reason is TierReason.Labelled or TierReason.Selected or TierReason.InNone);
    }

    private static Label Tier(string value) => Label(TierAssignment.LabelKey, value);

    private static Label Project(string value) => Label("com.docker.compose.project", value);
}
