using System.CommandLine;

namespace HostWall.Commands;

/// <summary>Scripts that make a shell ask the program itself what comes next.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # hostwall completion for bash: source this file, or put it into /usr/share/bash-completion/completions/hostwall
        _hostwall() {
            local word="${COMP_WORDS[COMP_CWORD]}" line
            COMPREPLY=()
            while IFS= read -r line; do
                [[ $line == "$word"* ]] && COMPREPLY+=("$line")
            done < <("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
        }
        complete -o default -F _hostwall hostwall

        """;

    private const string Zsh = """
        #compdef hostwall
        # hostwall completion for zsh: put this file as _hostwall into a folder of $fpath
        _hostwall() {
            local -a words_offered
            words_offered=("${(@fu)$("${words[1]}" "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            if [[ -n "${words_offered[1]}" ]]; then
                compadd -V hostwall -- "${words_offered[@]}"
            else
                _files
            fi
        }
        if [[ "${funcstack[1]}" == "_hostwall" ]]; then
            _hostwall "$@"
        else
            compdef _hostwall hostwall
        fi

        """;

    private const string Fish = """
        # hostwall completion for fish: put this file into ~/.config/fish/completions/hostwall.fish
        function __hostwall_offer
            set -l line (commandline -cp)
            hostwall "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c hostwall -a '(__hostwall_offer)'

        """;

    public static Verb Create()
    {
        var verb = new Verb(
            "completion",
            "Print a shell's completion script; it knows versions, containers and tiers while the daemon runs",
            "hostwall completion bash > /usr/share/bash-completion/completions/hostwall",
            "source <(hostwall completion bash)");
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        verb.Add(shell);
        verb.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(parsed.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return verb;
    }
}
