using HostWall.Core.Render;
using HostWall.Core.Rules;

namespace HostWall.Tests.Rules;

public sealed class LogSubjectTests
{
    [Fact]
    public void What_the_kernel_is_told_to_log_with_is_read_back_from_its_messages()
    {
        foreach (var kind in Enum.GetValues<LogKind>())
        {
            foreach (var verdict in Enum.GetValues<LogVerdict>())
            {
                var subject = new LogSubject(verdict, Enforced: true, kind, kind is LogKind.Invalid or LogKind.MidStream ? "" : "web-1");

                LogSubject.Parse(NftNames.LogPrefix(subject).Trim('"')).ShouldBe(subject);
            }
        }
    }
}
