namespace HostWall.Core.Text;

/// <summary>Every code that a diagnostic can carry. The same table stands in policies/README.md.</summary>
public static class DiagnosticCodes
{
    public static readonly DiagnosticCode Syntax = Error("syntax", "the file is not TOML");
    public static readonly DiagnosticCode DuplicateKey = Error("duplicate-key", "a key or table is given twice");
    public static readonly DiagnosticCode UnknownKey = Error("unknown-key", "a key or table that the policy language does not have");
    public static readonly DiagnosticCode NotSupportedYet = Error("not-supported-yet", "a part of the policy language that this version does not have yet");
    public static readonly DiagnosticCode MissingKey = Error("missing-key", "a required key is not given");
    public static readonly DiagnosticCode WrongType = Error("wrong-type", "a value of another TOML type than the key takes");
    public static readonly DiagnosticCode UnknownValue = Error("unknown-value", "a text that is none of those the key takes");
    public static readonly DiagnosticCode UnsupportedSchema = Error("unsupported-schema", "a schema number that this version does not read");
    public static readonly DiagnosticCode MisplacedSettings = Error("misplaced-settings", "[settings] outside the first file");
    public static readonly DiagnosticCode EmptyList = Error("empty-list", "a list without items where at least one is needed");
    public static readonly DiagnosticCode EmptySelector = Error("empty-selector", "a select, claim or narrowed peer without keys that say who is meant");
    public static readonly DiagnosticCode OutOfRange = Error("out-of-range", "a number that is smaller or bigger than the key takes");
    public static readonly DiagnosticCode BadText = Error("bad-text", "a text that is empty or holds control characters");
    public static readonly DiagnosticCode BadName = Error("bad-name", "a name that does not match [a-z][a-z0-9-]{0,30}");
    public static readonly DiagnosticCode ReservedName = Error("reserved-name", "a built-in name given to a tier or group");
    public static readonly DiagnosticCode DuplicateName = Error("duplicate-name", "a name that is taken already");
    public static readonly DiagnosticCode BuiltInTier = Error("built-in-tier", "select or claim on the built-in tier");
    public static readonly DiagnosticCode BadCidr = Error("bad-cidr", "a network that is not in its canonical spelling");
    public static readonly DiagnosticCode BadInterface = Error("bad-interface", "a name that no interface of a host has");
    public static readonly DiagnosticCode BadPort = Error("bad-port", "a port or a type of ICMP that cannot be read or is not meant there");
    public static readonly DiagnosticCode BadRate = Error("bad-rate", "a limit that is not a number of flows in a unit of time");
    public static readonly DiagnosticCode BadTime = Error("bad-time", "a moment or a time of day that cannot be read or kept");
    public static readonly DiagnosticCode BadWindow = Error("bad-window", "a window of time that says nothing or has no length");
    public static readonly DiagnosticCode UnknownPeer = Error("unknown-peer", "a name that no tier or group has");
    public static readonly DiagnosticCode NotNarrowed = Error("not-narrowed", "a narrowed peer of something that is not a tier");
    public static readonly DiagnosticCode DuplicatePeer = Error("duplicate-peer", "a peer that is twice in one list of peers");
    public static readonly DiagnosticCode DuplicateItem = Error("duplicate-item", "a text that is twice in one list");
    public static readonly DiagnosticCode ConflictingKeys = Error("conflicting-keys", "keys of a rule that cannot stand together");
    public static readonly DiagnosticCode NoContainerSide = Error("no-container-side", "neither side can be a container, so that no flow is ever meant");
    public static readonly DiagnosticCode VagueTest = Error("vague-test", "a test's peer that does not stand for one address");
    public static readonly DiagnosticCode TooManyClasses = Error("too-many-classes", "tests in a policy that tells more classes of containers apart than can be asked");
    public static readonly DiagnosticCode EmptyGroup = Warning("empty-group", "a group without addresses");
    public static readonly DiagnosticCode WideOpen = Warning("wide-open", "a rule opens a tier to any or world on every port");
    public static readonly DiagnosticCode ExpiredRule = Warning("expired-rule", "a rule whose time is over");
    public static readonly DiagnosticCode ShadowedRule = Warning("shadowed-rule", "a rule that can never match: earlier rules decide all that it is about");
    public static readonly DiagnosticCode UnmatchedRule = Warning("unmatched-rule", "a rule that can never match: nobody can be whom it names");
    public static readonly DiagnosticCode VainTest = Warning("vain-test", "a test or invariant that asks nothing: nobody can be whom it names");
    public static readonly DiagnosticCode EmptyTier = Warning("empty-tier", "a tier without containers on this host now");
    public static readonly DiagnosticCode UnmatchedPeer = Warning("unmatched-peer", "a narrowed peer that no container of this host is now");
    public static readonly DiagnosticCode UnmatchedInterface = Warning("unmatched-interface", "an interface by which nothing from outside can come to this host now");

    /// <summary>In the order of the documentation.</summary>
    public static EquatableArray<DiagnosticCode> All { get; } =
    [
        Syntax, DuplicateKey, UnknownKey, NotSupportedYet, MissingKey, WrongType, UnknownValue, OutOfRange, UnsupportedSchema,
        MisplacedSettings, EmptyList, EmptySelector, BadText, BadName, ReservedName, DuplicateName, BuiltInTier, BadCidr, BadInterface,
        BadPort, BadRate, BadTime, BadWindow, UnknownPeer, NotNarrowed, DuplicatePeer, DuplicateItem, ConflictingKeys, NoContainerSide,
        VagueTest, TooManyClasses, EmptyGroup, WideOpen, ExpiredRule, ShadowedRule, UnmatchedRule, VainTest, EmptyTier, UnmatchedPeer, UnmatchedInterface,
    ];

    private static DiagnosticCode Error(string name, string meaning) => new(name, Severity.Error, meaning);

    private static DiagnosticCode Warning(string name, string meaning) => new(name, Severity.Warning, meaning);
}
