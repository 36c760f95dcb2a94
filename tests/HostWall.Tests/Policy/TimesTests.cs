using System.Globalization;
using HostWall.Core.Policy;

namespace HostWall.Tests.Policy;

/// <summary>Windows, expiries and the moments that tests are about.</summary>
public sealed class TimesTests
{
    [Theory]
    [InlineData("when = { days = [\"mon\", \"fri\"], from = \"08:00\", to = \"18:30\" }", Days.Monday | Days.Friday, "08:00", "18:30")]
    [InlineData("when = { from = \"22:00\", to = \"06:00\" }", Days.All, "22:00", "06:00")]
    [InlineData("when = { days = \"sun\" }", Days.Sunday, "00:00", "1.00:00")]
    [InlineData("when = { from = \"00:00\", to = \"24:00\" }", Days.All, "00:00", "1.00:00")]
    [InlineData("when = { from = \"12:00\", to = \"00:00\" }", Days.All, "12:00", "00:00")]
    public void A_window_is_read(string key, Days days, string from, string to)
        => RuleKeysTests.Rule(key).When.ShouldBe(new Window(days, Span(from), Span(to)));

    [Theory]
    [InlineData("8:00", "08:00")]
    [InlineData("8", "08:00")]
    [InlineData("08:00:00", "08:00")]
    [InlineData(" 08:00", "08:00")]
    [InlineData("8:5", "08:05")]
    [InlineData("24:00", null)]
    [InlineData("08:60", null)]
    [InlineData("08:00:30", null)]
    [InlineData("08.00", null)]
    [InlineData("8am", null)]
    [InlineData("-1:00", null)]
    [InlineData("0800", null)]
    [InlineData("08:00Z", null)]
    [InlineData("08:00+02:00", null)]
    [InlineData("", null)]
    public void A_time_of_day_in_another_spelling_is_refused_with_the_right_one_where_there_is_one(string time, string? suggestion)
        => RuleKeysTests.Suggested(RuleKeysTests.OfRule($"when = {{ from = \"{time}\", to = \"23:00\" }}"), "bad-time").ShouldBe(suggestion);

    // 2027-06-28 is a Monday.
    [Theory]
    [InlineData("from = \"08:00\", to = \"18:00\"", "2027-06-28T08:00:00Z", true)]
    [InlineData("from = \"08:00\", to = \"18:00\"", "2027-06-28T07:59:59Z", false)]
    [InlineData("from = \"08:00\", to = \"18:00\"", "2027-06-28T17:59:59Z", true)]
    [InlineData("from = \"08:00\", to = \"18:00\"", "2027-06-28T18:00:00Z", false)]
    [InlineData("from = \"08:00\", to = \"18:00\"", "2027-06-28T09:30:00+02:00", false)]
    [InlineData("from = \"08:00\", to = \"18:00\"", "2027-06-28T03:00:00-05:00", true)]
    [InlineData("days = \"mon\"", "2027-06-28T00:00:00Z", true)]
    [InlineData("days = \"mon\"", "2027-06-28T23:59:59.9999999Z", true)]
    [InlineData("days = \"mon\"", "2027-06-29T00:00:00Z", false)]
    [InlineData("days = \"mon\"", "2027-06-29T01:00:00+02:00", true)]
    [InlineData("days = \"mon\", from = \"22:00\", to = \"06:00\"", "2027-06-28T22:00:00Z", true)]
    [InlineData("days = \"mon\", from = \"22:00\", to = \"06:00\"", "2027-06-29T05:59:59Z", true)]
    [InlineData("days = \"mon\", from = \"22:00\", to = \"06:00\"", "2027-06-29T06:00:00Z", false)]
    [InlineData("days = \"mon\", from = \"22:00\", to = \"06:00\"", "2027-06-28T05:00:00Z", false)]
    [InlineData("days = \"mon\", from = \"22:00\", to = \"06:00\"", "2027-06-29T22:00:00Z", false)]
    [InlineData("days = \"sun\", from = \"22:00\", to = \"06:00\"", "2027-06-28T05:00:00Z", true)]
    [InlineData("days = \"mon\", from = \"12:00\", to = \"00:00\"", "2027-06-28T23:59:59Z", true)]
    [InlineData("days = \"mon\", from = \"12:00\", to = \"00:00\"", "2027-06-29T00:00:00Z", false)]
    [InlineData("days = \"mon\", from = \"12:00\", to = \"24:00\"", "2027-06-28T23:59:59Z", true)]
    [InlineData("days = \"tue\"", "2028-02-29T12:00:00Z", true)]
    [InlineData("days = \"wed\"", "2028-03-01T12:00:00Z", true)]
    public void A_window_holds_the_moments_of_its_days_in_UTC_and_over_midnight_those_of_the_night_that_begins_on_them(string window, string moment, bool contains)
        => RuleKeysTests.Rule($"when = {{ {window} }}").When.ShouldNotBeNull().Contains(Moment(moment)).ShouldBe(contains);

    [Theory]
    [InlineData("2027-06-30T00:00:00Z", "2027-06-30T00:00:00Z")]
    [InlineData("2027-06-30 00:00:00Z", "2027-06-30T00:00:00Z")]
    [InlineData("2027-06-30T00:00:00+02:00", "2027-06-29T22:00:00Z")]
    [InlineData("2027-06-30T00:00:00-05:30", "2027-06-30T05:30:00Z")]
    [InlineData("2027-06-30T00:00:00.000Z", "2027-06-30T00:00:00Z")]
    [InlineData("2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z")]
    [InlineData("2028-02-29T23:00:00-02:00", "2028-03-01T01:00:00Z")]
    [InlineData("2199-12-31T23:59:59Z", "2199-12-31T23:59:59Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    public void An_expiry_is_a_moment_whatever_its_offset(string written, string utc)
    {
        var expires = RuleKeysTests.Rule($"expires = {written}").Expires.ShouldNotBeNull();

        expires.ShouldBe(Moment(utc));
        expires.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("2100-02-29T00:00:00Z")]
    [InlineData("2027-04-31T00:00:00Z")]
    [InlineData("2027-00-10T00:00:00Z")]
    [InlineData("2027-06-30T24:00:00Z")]
    [InlineData("2027-06-30T23:60:00Z")]
    [InlineData("2016-12-31T23:59:60Z")]
    [InlineData("2027-06-30T00:00:00+24:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    public void A_moment_that_no_calendar_has_is_refused_at_its_place(string moment)
    {
        var fault = RuleKeysTests.OfRule($"expires = {moment}").Diagnostics.ShouldHaveSingleItem();

        (fault.Code, fault.Span.Line, fault.Span.Column, fault.Span.Length).ShouldBe(("syntax", 10, 11, moment.Length));
        fault.Message.ShouldContain("no such date and time");
    }

    [Theory]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("1970-01-01T00:00:00+01:00")]
    [InlineData("2199-12-31T23:59:59-01:00")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void A_moment_that_a_kernel_cannot_keep_is_refused(string moment)
        => RuleKeysTests.OfRule($"expires = {moment}").Diagnostics.ShouldHaveSingleItem().Code.ShouldBe("bad-time");

    [Theory]
    [InlineData("", "2027-06-28T12:00:00Z", true)]
    [InlineData("expires = 2027-06-28T12:00:00Z", "2027-06-28T11:59:59.9Z", true)]
    [InlineData("expires = 2027-06-28T12:00:00Z", "2027-06-28T12:00:00Z", false)]
    [InlineData("expires = 2027-06-28T12:00:00Z", "2027-06-28T13:59:59+02:00", true)]
    [InlineData("expires = 2027-06-28T12:00:00Z\nwhen = { from = \"10:00\", to = \"14:00\" }", "2027-06-28T11:00:00Z", true)]
    [InlineData("expires = 2027-06-28T12:00:00Z\nwhen = { from = \"10:00\", to = \"14:00\" }", "2027-06-28T09:00:00Z", false)]
    [InlineData("expires = 2027-06-28T12:00:00Z\nwhen = { from = \"10:00\", to = \"14:00\" }", "2027-06-28T13:00:00Z", false)]
    public void A_rule_applies_in_its_window_until_it_expires(string keys, string moment, bool applies)
        => RuleKeysTests.Rule(keys).AppliesAt(Moment(moment)).ShouldBe(applies);

    [Fact]
    public void A_test_is_about_the_moment_that_it_names()
        => Reading.Document("[[tests]]\nname = \"t\"\nfrom = \"web\"\nto = \"db\"\nport = \"icmp/echo-request\"\nexpect = \"deny\"\nat = 2027-06-28T03:00:00+02:00")
            .Tests.ShouldHaveSingleItem().At.ShouldBe(Moment("2027-06-28T01:00:00Z"));

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);
}
