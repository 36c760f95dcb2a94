using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using HostWall.Core.Text;
using HostWall.Daemon;

namespace HostWall.Commands;

/// <summary>The whole command line.</summary>
internal static class CommandLine
{
    /// <param name="runDaemon">The body of <c>hostwall daemon</c>.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        Func<DaemonOptions, CancellationToken, Task<int>> runDaemon,
        TextWriter output,
        TextWriter error,
        CancellationToken cancellation = default)
    {
        var parsed = Build(runDaemon).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Faults(parsed).ToList() is { Count: > 0 } faults)
        {
            foreach (var fault in faults)
            {
                await error.WriteLineAsync($"hostwall: {VisibleText.Of(fault, int.MaxValue)}");
            }

            await error.WriteLineAsync($"see `{PathOf(parsed.CommandResult.Command)} --help`");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellation);
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
    }

    private static RootCommand Build(Func<DaemonOptions, CancellationToken, Task<int>> runDaemon)
    {
        var common = new CommonOptions();
        var root = new RootCommand("Host firewall controller for Docker hosts")
        {
            common.Socket,
            common.Config,
            common.Json,
            DaemonCommand.Create(common, runDaemon),
            StatusCommand.Create(common),
            CheckCommand.Create(common),
            PlanCommand.Create(common),
            ApplyCommand.Create(common),
            RollbackCommand.Create(common),
            HistoryCommand.Create(common),
            ShowCommand.Create(common),
            DiffCommand.Create(common),
            EndpointsCommand.Create(common),
            ExplainCommand.Create(common),
            TestCommand.Create(common),
            MatrixCommand.Create(common),
            CountersCommand.Create(common),
            SwitchCommands.CreateDisable(common),
            SwitchCommands.CreateEnable(common),
            CompletionCommand.Create(),
        };

        foreach (var preset in root.Options.OfType<HelpOption>().ToList())
        {
            root.Options.Remove(preset); // it answers to /h and -? as well
        }

        root.Options.OfType<VersionOption>().Single().Action = new ShowVersion();
        root.Options.Add(new HelpOption("--help", "-h") { Action = new HelpWithExamples(new HelpAction()) });
        return root;
    }

    private static IEnumerable<string> Faults(ParseResult parsed) => parsed switch
    {
        { Errors.Count: 0 } or { Action: not (null or ParseErrorAction) } => MistypedOptions(parsed),

        // A word that nothing takes says more than that a command is missing.
        { CommandResult.Command: RootCommand, UnmatchedTokens: [var unknown, ..] } => [$"unknown command '{unknown}'"],
        _ => parsed.Errors.Select(fault => fault.Message),
    };

    /// <summary>The library takes an option that it does not know for an argument: a file of that name, say.</summary>
    private static IEnumerable<string> MistypedOptions(ParseResult parsed)
        => parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            : parsed.CommandResult.Tokens.Where(token => token.Value is ['-', _, ..]).Select(token => $"unknown option '{token.Value}'");

    private sealed class ShowVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(ProgramVersion.Text);
            return ExitCode.Done;
        }
    }

    private static string PathOf(Command command) => command is RootCommand ? "hostwall" : $"hostwall {command.Name}";
}
