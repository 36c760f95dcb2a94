using System.CommandLine;
using System.Text.Json;
using HostWall.Commands.Output;
using HostWall.Control;
using HostWall.Control.Messages;
using HostWall.Daemon;

namespace HostWall.Commands;

/// <summary>One run of one command: where it prints, whom it asks, and how its answer becomes an exit code.</summary>
internal sealed class Session : IDisposable
{
    private Session(Screen screen, bool json, string configFolder, string socket)
    {
        Screen = screen;
        Json = json;
        ConfigFolder = configFolder;
        Client = new ControlClient(socket);
    }

    public Screen Screen { get; }

    public bool Json { get; }

    public string ConfigFolder { get; }

    public ControlClient Client { get; }

    public static Session Open(ParseResult parsed, CommonOptions common)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var colour = terminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        return new Session(
            new Screen(output, error, colour, terminal ? Console.WindowWidth : null),
            parsed.GetValue(common.Json),
            ConfigOf(parsed, common),
            SocketOf(parsed, common));
    }

    /// <summary>Prints the daemon's answer, and says what the command ends with.</summary>
    /// <param name="exit">For an answer that can be no; without it every answer is yes.</param>
    public int Show<T>(Reply<T> reply, Action<T> print, Func<T, int>? exit = null)
    {
        switch (reply)
        {
            case Reply<T>.Given given:
                if (Json)
                {
                    Screen.Document(given.Json);
                }
                else
                {
                    print(given.Document);
                }

                return exit?.Invoke(given.Document) ?? ExitCode.Done;

            case Reply<T>.Refused refused:
                return Refuse(refused.Refusal, refused.Json);

            default:
                throw new System.Diagnostics.UnreachableException($"no reply {reply}");
        }
    }

    /// <summary>A refusal that the command line came to by itself.</summary>
    public int Refuse(Refusal refusal) => Refuse(refusal, JsonSerializer.Serialize(refusal, ControlJson.Shapes.Refusal) + "\n");

    private int Refuse(Refusal refusal, string json)
    {
        if (Json)
        {
            Screen.Document(json);
        }

        Screen.Message($"hostwall: {refusal.Message}");
        return ExitCode.Of(refusal);
    }

    public void Dispose() => Client.Dispose();

    /// <summary>The one given, else the one that the daemon's settings name.</summary>
    public static string SocketOf(ParseResult parsed, CommonOptions common)
        => parsed.GetValue(common.Socket)
            ?? (DaemonSettings.Read(ConfigOf(parsed, common)) as SettingsReading.Sound)?.Settings.Socket
            ?? DaemonSettings.Default.Socket;

    private static string ConfigOf(ParseResult parsed, CommonOptions common) => parsed.GetValue(common.Config) ?? CommonOptions.DefaultConfigFolder;
}
