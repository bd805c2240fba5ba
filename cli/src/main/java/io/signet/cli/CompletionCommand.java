package io.signet.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands, options and their values in a shell. */
@Command(
        name = "completion",
        description = "Prints a script that makes a shell complete signet's commands and options.")
@Exits({ExitCode.OK})
@Examples({
    "source <(signet completion bash)                  # for this shell",
    "signet completion bash > ~/.local/share/bash-completion/completions/signet",
    "source <(signet completion zsh)                   # in ~/.zshrc, after compinit"
})
final class CompletionCommand implements Callable<Integer> {
    /** Shells that we have a script for. */
    enum Shell {
        bash,
        zsh
    }

    @Parameters(paramLabel = "SHELL", description = "The shell: ${COMPLETION-CANDIDATES}.")
    private Shell shell = Shell.bash;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var root = spec.root().commandLine();
        StringBuilder script = new StringBuilder();
        if (shell == Shell.zsh) {
            script.append("autoload -U +X bashcompinit && bashcompinit\n"); // zsh runs bash's completions then
        }
        script.append(AutoComplete.bash("signet", root));
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
