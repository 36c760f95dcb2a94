using HostWall.Control.Messages;

namespace HostWall.Commands;

/// <summary>What a command ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The answer is no: a failed check or test, a denied flow, a host that is not as it should be.</summary>
    public const int No = 1;

    /// <summary>Wrong arguments, or a policy with errors.</summary>
    public const int Usage = 2;

    /// <summary>The daemon cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>The kernel or Docker refused; nothing was changed.</summary>
    public const int Failed = 4;

    public const int Permission = 5;

    /// <summary>As a shell has it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;

    public static int Of(Refusal refusal) => refusal.Kind switch
    {
        RefusalKind.Tests => No,
        RefusalKind.BadRequest or RefusalKind.Policy or RefusalKind.NotFound => Usage,
        RefusalKind.Unreachable => Unreachable,
        RefusalKind.NotAllowed => Permission,
        _ => Failed,
    };
}
